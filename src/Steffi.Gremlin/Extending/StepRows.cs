using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>
/// Rows of a kind that only a package knows, as flows. Every step that follows is offered to them first, so they may collect
/// filters and ranges and search only when rows are asked for.
/// </summary>
public abstract class StepRows
{
    /// <summary>For the message "Invalid step 'X' on '…'".</summary>
    public abstract string TypeName { get; }

    /// <summary>The number of rows. May search; then throws what <see cref="StepExtension.Run"/> may throw.</summary>
    public abstract int Count { get; }

    /// <summary>Writes one row as one JSON value.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="writer">Stands where a value is expected.</param>
    public abstract void WriteRow(int row, Utf8JsonWriter writer);

    /// <summary>Writes the whole as the last step's answer: an array of the rows unless overridden.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    public virtual void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (var row = 0; row < Count; row++) WriteRow(row, writer);
        writer.WriteEndArray();
    }

    /// <summary>The rows for people. Null, unless overridden: then the JSON is shown.</summary>
    /// <returns>A table with a line a row, or with another division that reads better.</returns>
    public virtual ResultTable? ToTable() => null;

    /// <summary>Offers a step of the dialect (Has, Count, Limit, In, …) or of a package. Count is answered unless overridden.</summary>
    /// <param name="call">The step.</param>
    /// <param name="input">Its input; <see cref="StepInput.Rows"/> is this object.</param>
    /// <returns>The step's result, or null when it means nothing here.</returns>
    public virtual StepResult? Apply(StepCall call, StepInput input) =>
        call.Name.Equals("Count", StringComparison.OrdinalIgnoreCase) && call.Arguments.Count == 0 ? StepResult.OfValue(Count) : null;
}

/// <summary>What a package's step hands on.</summary>
public sealed class StepResult
{
    private StepResult()
    {
    }

    internal IReadOnlyList<Node>? Nodes { get; private init; }

    internal IReadOnlyList<Edge>? Edges { get; private init; }

    internal IReadOnlyList<MetadataValue>? Values { get; private init; }

    internal bool IsSingle { get; private init; }

    internal StepRows? Rows { get; private init; }

    /// <summary>Nodes of the input's view, in order; the dialect's node steps follow.</summary>
    /// <param name="nodes">Not copied.</param>
    /// <returns>The result.</returns>
    public static StepResult OfNodes(IReadOnlyList<Node> nodes) => new() { Nodes = nodes };

    /// <summary>Edges of the input's view, in order.</summary>
    /// <param name="edges">Not copied.</param>
    /// <returns>The result.</returns>
    public static StepResult OfEdges(IReadOnlyList<Edge> edges) => new() { Edges = edges };

    /// <summary>A list of values, as Values gives it.</summary>
    /// <param name="values">Not copied.</param>
    /// <returns>The result.</returns>
    public static StepResult OfValues(IReadOnlyList<MetadataValue> values) => new() { Values = values };

    /// <summary>One value, as Count gives it.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The result.</returns>
    public static StepResult OfValue(MetadataValue value) => new() { Values = [value], IsSingle = true };

    /// <summary>The package's own rows.</summary>
    /// <param name="rows">Offered every step that follows.</param>
    /// <returns>The result.</returns>
    public static StepResult OfRows(StepRows rows) => new() { Rows = rows };
}
