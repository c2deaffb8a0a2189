using System.Diagnostics.CodeAnalysis;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Changes in the words of the language: labels, properties, cardinality.</summary>
internal static class GraphChanges
{
    public static Vertex AddVertex(this TraversalRun run, object? id, string label, IEnumerable<(string Key, object? Value)> properties)
    {
        CheckLabel(label);
        return Pending(run).AddVertex(NewId(id), Build(run, run.Graph.Labels.Vertex, label == LabelKeys.DefaultVertex ? null : label, properties));
    }

    public static EdgeElement AddEdge(
        this TraversalRun run, object? id, string label, Vertex from, Vertex to, IEnumerable<(string Key, object? Value)> properties)
    {
        CheckLabel(label);
        return Pending(run).AddEdge(NewId(id), from, to, Build(run, run.Graph.Labels.Edge, label, properties));
    }

    /// <summary>Sets a property; null takes it away, unless the dialect keeps nulls.</summary>
    public static void SetProperty(this TraversalRun run, TraversalElement element, string key, object? value)
    {
        CheckKey(key);
        if (value is null && !run.Plan.KeepsNulls)
        {
            run.RemoveProperty(element, key);
            return;
        }

        var builder = new MetadataBuilder(run.Graph.MetadataOf(element));
        Set(builder, key, value);
        Pending(run).Replace(element, builder.Build());
    }

    private static void RemoveProperty(this TraversalRun run, TraversalElement element, string key)
    {
        var builder = new MetadataBuilder(run.Graph.MetadataOf(element));
        builder.Remove(key);
        Pending(run).Replace(element, builder.Build());
    }

    public static void Drop(this TraversalRun run, object? value)
    {
        switch (value)
        {
            case TraversalElement element:
                Pending(run).Remove(element, run.Graph);
                break;
            case ElementProperty { Owner: TraversalElement owner } property:
                run.RemoveProperty(owner, property.Key);
                break;
            default:
                throw new StepFailure($"The incoming object is not removable: {Describe.Value(value)}");
        }
    }

    public static void CheckKey([NotNull] string? key)
    {
        if (key is null) throw new StepFailure("Property key can not be null");
        if (key.Length == 0) throw new StepFailure("Property key can not be the empty string");
        if (key[0] == '~') throw new StepFailure($"Property key can not be a hidden key: {key}");
    }

    public static void CheckLabel(string? label)
    {
        if (label is null) throw new StepFailure("Label can not be null");
        if (label.Length == 0) throw new StepFailure("Label can not be empty");
        if (label[0] == '~') throw new StepFailure($"Label can not be a hidden key: {label}");
    }

    private static PendingChanges Pending(TraversalRun run) =>
        run.Graph.Pending ?? throw new StepFailure("The graph is read-only here: only a live graph can be changed");

    private static ElementId? NewId(object? id)
    {
        if (id is null) return null;
        return TraversalGraph.TextOfId(id) is { Length: > 0 } text ? (ElementId)text : throw new StepFailure($"No id can be made of {Describe.Value(id)}");
    }

    private static Metadata Build(TraversalRun run, string labelKey, string? label, IEnumerable<(string Key, object? Value)> properties)
    {
        var builder = new MetadataBuilder();
        if (label is not null) builder[labelKey] = label;
        foreach (var (key, value) in properties)
        {
            CheckKey(key);
            if (value is not null || run.Plan.KeepsNulls) Set(builder, key, value);
        }

        if (run.Plan.Partition is { } partition) builder[partition.Key] = partition.Write;
        return builder.Build();
    }

    private static void Set(MetadataBuilder builder, string key, object? value)
    {
        try
        {
            builder[key] = TypedValue.Write(value);
        }
        catch (ArgumentException nestedTooDeep)
        {
            throw new StepFailure(nestedTooDeep.Message);
        }
    }
}
