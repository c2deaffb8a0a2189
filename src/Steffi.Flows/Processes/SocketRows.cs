using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Sockets: a map from node or flow to its sockets. One row, none where there is no socket.</summary>
internal sealed class SocketRows(IReadOnlyList<KeyValuePair<string, IReadOnlyList<Metadata>>> owners) : StepRows
{
    private static readonly MetadataPath Path = MetadataPath.Of("Sockets");

    public override string TypeName => "*traversal.SocketsTraversalStep";

    public override int Count => owners.Count == 0 ? 0 : 1;

    /// <summary>Of each node; in a slice of time every socket that a revision of it showed, once.</summary>
    public static SocketRows OfNodes(StepInput input)
    {
        var found = new List<KeyValuePair<string, IReadOnlyList<Metadata>>>();
        foreach (var revisions in input.Nodes.ToArray().GroupBy(node => node.Id))
        {
            input.Tick();
            if (revisions.SelectMany(SocketsOf).Distinct().ToArray() is { Length: > 0 } sockets) found.Add(new(revisions.Key.ToString(), sockets));
        }

        return new SocketRows(found);
    }

    /// <summary>Those at either end of each flow, on whatever node: both ends of a connection may be on the host.</summary>
    public static SocketRows OfFlows(IReadOnlyList<Flow> flows, StepInput input)
    {
        var byEnds = new Dictionary<SocketEnds, List<Metadata>>();
        foreach (var node in input.ReadAllNodes())
        {
            input.Tick();
            foreach (var socket in SocketsOf(node))
            {
                if (SocketEnds.Of(socket) is not { } ends) continue;
                if (!byEnds.TryGetValue(ends, out var list)) byEnds[ends] = list = [];
                if (!list.Contains(socket)) list.Add(socket);
            }
        }

        var found = new List<KeyValuePair<string, IReadOnlyList<Metadata>>>();
        foreach (var flow in flows.DistinctBy(flow => flow.UUID))
        {
            input.Tick();
            if (SocketEnds.Of(flow) is { } ends && byEnds.GetValueOrDefault(ends, []).Concat(byEnds.GetValueOrDefault(ends.Reversed, [])).ToArray() is { Length: > 0 } sockets)
                found.Add(new(flow.UUID, sockets));
        }

        return new SocketRows(found);
    }

    public override void WriteRow(int row, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (owner, sockets) in owners)
        {
            writer.WriteStartArray(owner);
            foreach (var socket in sockets) socket.WriteTo(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public override StepResult? Apply(StepCall call, StepInput input) => call.Name.ToUpperInvariant() switch
    {
        "HAS" => StepResult.OfRows(Where(call, conditions => socket => conditions.All(one => one.Matches(ValueAt(socket, one.Key))))),
        "HASEITHER" => StepResult.OfRows(Where(call, conditions => socket => conditions.Any(one => one.Matches(ValueAt(socket, one.Key))))),
        "VALUES" => StepResult.OfValues(ReadValues(call)),
        "COUNT" => StepResult.OfValue(owners.Sum(owner => owner.Value.Count)),
        _ => null,
    };

    private SocketRows Where(StepCall call, Func<IReadOnlyList<KeyCondition>, Func<Metadata, bool>> judge)
    {
        if (call.Arguments.Count < 2) throw call.Fail("At least two parameters must be provided");
        var fits = judge(call.ReadConditions());
        return new SocketRows([.. owners.Select(owner => new KeyValuePair<string, IReadOnlyList<Metadata>>(owner.Key, [.. owner.Value.Where(fits)]))
            .Where(owner => owner.Value.Count > 0)]);
    }

    private MetadataValue[] ReadValues(StepCall call)
    {
        if (call.Arguments is not [{ IsText: true } key]) throw call.Fail("Values requires one string parameter");
        return [.. owners.SelectMany(owner => owner.Value).Select(socket => ValueAt(socket, key.Value.AsString())).OfType<MetadataValue>()];
    }

    private static MetadataValue? ValueAt(Metadata socket, string key) => socket.TryGet(key, out var value) ? value : default(MetadataValue?);

    private static IEnumerable<Metadata> SocketsOf(Node node) =>
        node.TryGet(Path, out var list) && list.Kind == ValueKind.List ? list.AsList().Where(one => one.Kind == ValueKind.Map).Select(one => one.AsMap()) : [];
}
