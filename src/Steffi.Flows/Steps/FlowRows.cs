using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Flows within a query: collects the steps that follow and searches when rows are wanted. Other packages' steps read <see cref="Flows"/>.</summary>
public sealed class FlowRows : StepRows
{
    private readonly FlowSearch _search;
    private readonly Func<string, IPacketFilter>? _packetFilter;

    internal FlowRows(FlowSearch search, Func<string, IPacketFilter>? packetFilter) => (_search, _packetFilter) = (search, packetFilter);

    /// <summary>The flows, in order. Searches at the first call.</summary>
    public IReadOnlyList<Flow> Flows => _search.Found;

    /// <inheritdoc/>
    public override string TypeName => "*traversal.FlowTraversalStep";

    /// <inheritdoc/>
    public override int Count => Flows.Count;

    /// <inheritdoc/>
    public override void WriteRow(int row, Utf8JsonWriter writer) => FlowJson.Write(writer, Flows[row]);

    /// <inheritdoc/>
    public override ResultTable? ToTable() => FlowTableText.Of(Flows);

    /// <inheritdoc/>
    public override StepResult? Apply(StepCall call, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        return call.Name.ToUpperInvariant() switch
        {
            "HAS" => Rows(_search.Where(FlowCondition.Read(call))),
            "HASEITHER" => Rows(_search.Where(FlowCondition.Read(call, either: true))),
            "HASKEY" => Rows(_search.Where([FlowCondition.OfKey(call, isWanted: true)])),
            "HASNOT" => Rows(_search.Where([FlowCondition.OfKey(call, isWanted: false)])),
            "DEDUP" => Rows(_search.Then(FlowDedup.Read(call))),
            "SORT" => Rows(_search.Then(ReadSort(call))),
            "LIMIT" => Rows(Cut(0, ReadBound(call, 0))),
            "RANGE" => Rows(Cut(ReadBound(call, 0), ReadBound(call, 1))),
            "COUNT" => StepResult.OfValue(_search.Count),
            "VALUES" => StepResult.OfValues(ReadValues(call)),
            "KEYS" => StepResult.OfValues([.. Flows.SelectMany(FlowProperty.NamesOf).Distinct().Order(StringComparer.Ordinal).Select(key => (MetadataValue)key)]),
            "SUM" => StepResult.OfValue(ReadSum(call)),
            "IN" => StepResult.OfNodes(FlowNodes.OfEnds(Flows, call, input, fromA: true, fromB: false)),
            "OUT" => StepResult.OfNodes(FlowNodes.OfEnds(Flows, call, input, fromA: false, fromB: true)),
            "BOTH" => StepResult.OfNodes(FlowNodes.OfEnds(Flows, call, input, fromA: true, fromB: true)),
            "NODES" => StepResult.OfNodes(FlowNodes.OfPath(Flows, call, input)),
            "HOPS" or "CAPTURENODE" or "NODE" => StepResult.OfNodes(FlowNodes.OfCapture(Flows, call, input)),
            "GROUP" => StepResult.OfRows(FlowGroups.Read(call, Flows)),
            "RAWPACKETS" => StepResult.OfRows(RawPacketRows.Of(_search, _packetFilter)),
            "METRICS" => StepResult.OfRows(MetricRows.OfFlows(_search)),
            _ => null,
        };
    }

    private StepResult Rows(FlowSearch search) => StepResult.OfRows(new FlowRows(search, _packetFilter));

    private FlowSearch Cut(int from, int to) => _search.Then(flows => [.. flows.Skip(from).Take(Math.Max(0, to - from))], isCut: true);

    private static Func<List<Flow>, List<Flow>> ReadSort(StepCall call)
    {
        // An empty key asks for the default, as on nodes.
        string key = call.Arguments.Count == 0 ? "" : call.Arguments[^1].Value.AsString();
        bool isDescending = call.Arguments is [{ Constant: QueryConstant.Desc }, _];
        var field = FlowProperty.Of(key.Length == 0 ? "Last" : key);
        return flows => FlowSorting.By(field, isDescending, flows);
    }

    private static int ReadBound(StepCall call, int place)
    {
        var argument = call.Arguments[place];
        if (!argument.IsInteger) throw call.Fail($"{argument} is not an integer");
        long bound = argument.Value.AsInt();
        return bound >= 0 ? (int)Math.Min(bound, int.MaxValue) : throw call.Fail($"{call.Name} must not be negative: {bound}");
    }

    private MetadataValue[] ReadValues(StepCall call)
    {
        var key = FlowProperty.Of(call.Arguments[0].Value.AsString());
        return [.. Flows.Select(flow => key.Read(flow) ?? throw call.Fail("Field not found"))];
    }

    private long ReadSum(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Fail("Sum requires 1 parameter");
        if (!call.Arguments[0].IsText) throw call.Fail("Sum parameter has to be a string key");
        string text = call.Arguments[0].Value.AsString();
        // The spelling is that of Skydive's message.
        if (!text.StartsWith("Metric.", StringComparison.Ordinal) && !text.StartsWith("LastUpdateMetric.", StringComparison.Ordinal))
            throw call.Fail("Sum accepts only sub fields of Metric and LastUpadteMetric");
        var key = FlowProperty.Of(text);
        if (!MetricPoint.IsCounter(text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..])) throw call.Fail("Field not found");
        try
        {
            return Flows.Sum(flow => key.Read(flow) is { Kind: ValueKind.Int } value ? value.AsInt() : 0);
        }
        catch (OverflowException)
        {
            throw call.Fail($"The sum of '{text}' is beyond 64 bits");
        }
    }
}
