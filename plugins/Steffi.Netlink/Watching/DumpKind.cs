namespace Steffi.Netlink;

/// <summary>What can be dumped, in the order in which a full synchronization does it: what refers to a link follows the links.</summary>
internal enum DumpKind : byte { Links, BridgeVlans, Addresses, Neighbors, Forwarding, Routes }

/// <summary>The dumps that a socket has to make. The kernel runs one at a time per socket.</summary>
internal sealed class DumpQueue
{
    // Under churn that never ends a dump would be restarted forever; the notifications between keep the state nearly right.
    private const int MaximumRestarts = 20;

    private readonly SortedSet<DumpKind> _waiting = [];
    private int _restarts;

    public DumpKind? Running { get; private set; }
    public uint Sequence { get; private set; }
    public bool IsInterrupted { get; set; }
    public long StartedAt { get; private set; }
    public bool IsIdle => Running is null && _waiting.Count == 0;

    public void Add(DumpKind kind) => _waiting.Add(kind);

    public void AddAll()
    {
        foreach (var kind in Enum.GetValues<DumpKind>())
            _waiting.Add(kind);
    }

    /// <summary>False while one runs or none waits.</summary>
    public bool TryStart(uint sequence, out DumpKind kind)
    {
        kind = default;
        if (Running is not null || _waiting.Count == 0)
            return false;
        kind = _waiting.Min;
        _waiting.Remove(kind);
        Running = kind;
        Sequence = sequence;
        IsInterrupted = false;
        StartedAt = Environment.TickCount64;
        return true;
    }

    /// <summary>True when the dump is complete, false when the kernel's tables changed under it (NLM_F_DUMP_INTR) and it is queued again.</summary>
    public bool Finish()
    {
        var kind = Running!.Value;
        Running = null;
        if (!IsInterrupted || ++_restarts > MaximumRestarts)
        {
            _restarts = 0;
            return true;
        }
        _waiting.Add(kind);
        return false;
    }
}
