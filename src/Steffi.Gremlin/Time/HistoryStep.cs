using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>History(key): the values that stood at a key, and how long, of each element: within the time that Context asked for, else up to now.</summary>
internal sealed class HistoryStep : StepExtension
{
    public override IReadOnlyList<string> Names => ["History"];

    public override void Check(StepCall call)
    {
        if (call.Arguments.Count != 1 || !call.Arguments[0].MayBeText)
            throw call.Refuse($"History accepts only one parameter of type string : {call.DescribeArguments()}");
    }

    public override StepResult Run(StepCall call, StepInput input)
    {
        var path = MetadataPath.Of(Field.WithinMetadata(call.Arguments[0].Value.AsString()));
        var histories = new Dictionary<ElementId, IReadOnlyList<ValueSpan>>();
        if (!input.IsNodes && !input.IsEdges) throw input.Misplaced();
        foreach (ref readonly var node in input.Nodes)
        {
            input.Tick();
            // A window shows a node once a revision; its history is one.
            if (!histories.ContainsKey(node.Id)) histories.Add(node.Id, node.History(path));
        }

        foreach (ref readonly var edge in input.Edges)
        {
            input.Tick();
            if (!histories.ContainsKey(edge.Id)) histories.Add(edge.Id, edge.History(path));
        }

        return StepResult.OfRows(new HistoryRows([.. histories.Where(item => item.Value.Count > 0)]));
    }

    /// <summary>As other answers by element in this dialect: a map from the id to a list, here of {From, To, Value}, times in milliseconds since 1970.</summary>
    private sealed class HistoryRows(IReadOnlyList<KeyValuePair<ElementId, IReadOnlyList<ValueSpan>>> histories) : StepRows
    {
        public override string TypeName => "history";

        public override int Count => histories.Count;

        public override void WriteJson(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            for (var row = 0; row < Count; row++) WriteEntry(row, writer);
            writer.WriteEndObject();
        }

        public override void WriteRow(int row, Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            WriteEntry(row, writer);
            writer.WriteEndObject();
        }

        private void WriteEntry(int row, Utf8JsonWriter writer)
        {
            var (id, spans) = histories[row];
            writer.WriteStartArray(id.ToString());
            foreach (var span in spans)
            {
                writer.WriteStartObject();
                writer.WriteNumber("From", span.From.ToUnixTimeMilliseconds());
                if (span.To is { } to) writer.WriteNumber("To", to.ToUnixTimeMilliseconds());
                else writer.WriteNull("To");
                writer.WritePropertyName("Value");
                span.Value.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
