namespace Steffi.Plugins.SocketInfo;

/// <summary>A socket with who holds it: the lowest process of all.</summary>
internal sealed class HeldSocket(SocketRecord record, IReadOnlyList<ProcessFacts> all)
{
    private Metadata? _shown;

    public SocketRecord Record { get; } = record;

    public IReadOnlyList<ProcessFacts> All { get; } = all;

    public ProcessFacts? Process => All.Count > 0 ? All[0] : null;

    /// <summary>Microseconds, smoothed, as the last look that asked found it; 0 unknown.</summary>
    public uint RoundTrip { get; set; } = record.RoundTrip;

    /// <summary>As its namespace's node shows it.</summary>
    public Metadata Shown => _shown ??= SocketMapping.ToMetadata(this);

    /// <summary>Whether a later look found the same.</summary>
    public bool IsStill(in SocketRecord record, IReadOnlyList<ProcessFacts> all)
    {
        if (record with { RoundTrip = Record.RoundTrip } != Record || all.Count != All.Count)
            return false;
        for (int i = 0; i < all.Count; i++)
        {
            if (!ReferenceEquals(all[i], All[i]))
                return false;
        }
        return true;
    }
}
