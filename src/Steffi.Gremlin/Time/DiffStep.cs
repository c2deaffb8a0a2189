using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>Diff(t), on G: what is not the same at t and in the graph that the query reads, live or that of Context.</summary>
internal sealed class DiffStep : StepExtension
{
    public override IReadOnlyList<string> Names => ["Diff"];

    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Refuse($"Diff accepts one parameter, the time to compare with : {call.DescribeArguments()}");
        if (call.Arguments[0].Kind != ArgumentKind.Parameter) TimeContext.Read(call);
    }

    public override StepResult Run(StepCall call, StepInput input)
    {
        if (!input.IsGraph || input.IsPart) throw input.Misplaced();
        if (!input.HasHistory) throw call.Fail("Backend does not support history");
        var graph = input.View.Graph;
        var (window, newestOnly) = TimeContext.Read(call).Resolve(graph.Now, graph.OldestInstant);
        try
        {
            var before = graph.During(window, newestOnly);
            return StepResult.OfRows(new DiffRows(before.DiffTo(input.View, input.Cancellation)));
        }
        catch (HistoryExpiredException error)
        {
            throw call.Fail(error.Message);
        }
    }

    /// <summary>Rows {Kind, Before, After}: elements in their usual shape, null where they did not stand; nodes first.</summary>
    private sealed class DiffRows(GraphDiff diff) : StepRows
    {
        public override string TypeName => "diff";

        public override int Count => diff.Nodes.Count + diff.Edges.Count;

        public override void WriteRow(int row, Utf8JsonWriter writer)
        {
            if (row < diff.Nodes.Count) Write(diff.Nodes[row], writer, static (writer, node) => ElementJson.WriteNode(writer, node));
            else Write(diff.Edges[row - diff.Nodes.Count], writer, static (writer, edge) => ElementJson.WriteEdge(writer, edge));
        }

        private static void Write<T>(Difference<T> difference, Utf8JsonWriter writer, Action<Utf8JsonWriter, T> write) where T : struct
        {
            writer.WriteStartObject();
            writer.WriteString("Kind", difference.Kind.ToString());
            WriteSide("Before", difference.Before, writer, write);
            WriteSide("After", difference.After, writer, write);
            writer.WriteEndObject();
        }

        private static void WriteSide<T>(string name, T? element, Utf8JsonWriter writer, Action<Utf8JsonWriter, T> write) where T : struct
        {
            writer.WritePropertyName(name);
            if (element is { } present) write(writer, present);
            else writer.WriteNullValue();
        }
    }
}
