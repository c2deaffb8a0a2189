namespace Steffi.Flows;

/// <summary>A field by which flows are found without looking at all of them; those that tell most come first.</summary>
public enum FlowField
{
    /// <summary><see cref="Flow.UUID"/>.</summary>
    UUID,

    /// <summary><see cref="Flow.TrackingID"/>.</summary>
    TrackingID,

    /// <summary><see cref="Flow.L3TrackingID"/>.</summary>
    L3TrackingID,

    /// <summary><see cref="Flow.ParentUUID"/>.</summary>
    ParentUUID,

    /// <summary>The network address of either end.</summary>
    Network,

    /// <summary>The link address of either end.</summary>
    Link,

    /// <summary>The port of either end, in decimal digits.</summary>
    Transport,

    /// <summary><see cref="Flow.CaptureID"/>.</summary>
    CaptureID,

    /// <summary><see cref="Flow.NodeTID"/>.</summary>
    NodeTID,

    /// <summary><see cref="Flow.Application"/>.</summary>
    Application,
}

/// <summary>One field and what stands there.</summary>
/// <param name="Field">Which one.</param>
/// <param name="Value">Compared character by character.</param>
public readonly record struct FlowTerm(FlowField Field, string Value)
{
    /// <summary>Whether the flow has it, at either end where the field has two.</summary>
    public bool Holds(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return Field switch
        {
            FlowField.UUID => flow.UUID == Value,
            FlowField.TrackingID => flow.TrackingID == Value,
            FlowField.L3TrackingID => flow.L3TrackingID == Value,
            FlowField.ParentUUID => flow.ParentUUID == Value,
            FlowField.Network => flow.Network is { } network && (network.A == Value || network.B == Value),
            FlowField.Link => flow.Link is { } link && (link.A == Value || link.B == Value),
            FlowField.Transport => flow.Transport is { } transport && (Port(transport.A) == Value || Port(transport.B) == Value),
            FlowField.CaptureID => flow.CaptureID == Value,
            FlowField.NodeTID => flow.NodeTID == Value,
            _ => flow.Application == Value,
        };
    }

    /// <summary>Every term of a flow, each once.</summary>
    internal static IEnumerable<FlowTerm> Of(Flow flow)
    {
        yield return new(FlowField.UUID, flow.UUID);
        yield return new(FlowField.TrackingID, flow.TrackingID);
        yield return new(FlowField.L3TrackingID, flow.L3TrackingID);
        if (flow.ParentUUID is { Length: > 0 } parent) yield return new(FlowField.ParentUUID, parent);
        foreach (var (field, a, b) in Ends(flow))
        {
            yield return new(field, a);
            if (b != a) yield return new(field, b);
        }

        if (flow.CaptureID is { Length: > 0 } capture) yield return new(FlowField.CaptureID, capture);
        if (flow.NodeTID is { Length: > 0 } node) yield return new(FlowField.NodeTID, node);
        yield return new(FlowField.Application, flow.Application);
    }

    private static IEnumerable<(FlowField Field, string A, string B)> Ends(Flow flow)
    {
        if (flow.Network is { } network) yield return (FlowField.Network, network.A, network.B);
        if (flow.Link is { } link) yield return (FlowField.Link, link.A, link.B);
        if (flow.Transport is { } transport) yield return (FlowField.Transport, Port(transport.A), Port(transport.B));
    }

    private static string Port(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is known of the flows that are looked for, as far as an index can use it. Immutable, thread-safe.</summary>
/// <param name="demands">Each must be fulfilled, by one of its terms.</param>
public sealed class FlowLookup(IReadOnlyList<IReadOnlyList<FlowTerm>> demands)
{
    /// <summary>Nothing is known: all flows.</summary>
    public static FlowLookup All { get; } = new([]);

    /// <summary>Each must be fulfilled, by one of its terms; those that tell most come first.</summary>
    public IReadOnlyList<IReadOnlyList<FlowTerm>> Demands { get; } = [.. demands.OrderBy(terms => terms.Count == 0 ? 0 : (int)terms.Max(term => term.Field))];

    /// <summary>Whether a flow fulfils every demand.</summary>
    public bool Matches(Flow flow)
    {
        foreach (var terms in Demands)
        {
            if (!Any(terms, flow)) return false;
        }

        return true;
    }

    private static bool Any(IReadOnlyList<FlowTerm> terms, Flow flow)
    {
        foreach (var term in terms)
        {
            if (term.Holds(flow)) return true;
        }

        return false;
    }
}
