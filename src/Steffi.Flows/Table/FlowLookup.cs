using System.Globalization;

namespace Steffi.Flows;

/// <summary>Which flows of a table: those to which all that is given here applies.</summary>
public sealed record FlowLookup
{
    /// <summary>The flow itself.</summary>
    public string? UUID { get; init; }

    /// <summary>Flows of the same frames.</summary>
    public string? TrackingID { get; init; }

    /// <summary>Flows of the same datagrams.</summary>
    public string? L3TrackingID { get; init; }

    /// <summary>Flows in a tunnel.</summary>
    public string? ParentUUID { get; init; }

    /// <summary>An IP address of either end.</summary>
    public string? Address { get; init; }

    /// <summary>A port of either end.</summary>
    public int? Port { get; init; }

    /// <summary>The flow's <see cref="Flow.Application"/>.</summary>
    public string? Application { get; init; }

    internal ulong? Number(string? id) =>
        id is null ? null : ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
}
