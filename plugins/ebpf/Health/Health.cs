using Steffi.Bpf;

namespace Steffi.Plugins.Ebpf;

/// <summary>How one flow fares: both its TCP sockets on this machine together, its packets that the kernel dropped, and fragments of its datagrams.</summary>
internal sealed class Health
{
    private readonly SortedDictionary<string, long> _drops = new(StringComparer.Ordinal);
    private bool _isConnection;
    private long _retransmits, _resets;
    private uint _srtt;
    private int _pid;
    private string _command = "";
    private FragmentCount _fragmentsThere, _fragmentsBack;

    public void Add(in ConnectionHealth socket)
    {
        _isConnection = true;
        _retransmits += socket.Retransmits;
        // On a machine that has both ends the same reset is sent and received.
        _resets = Math.Max(_resets, Math.Max(socket.ResetsSent, socket.ResetsReceived));
        _srtt = Math.Max(_srtt, socket.Srtt);
        if (socket.Pid != 0)
            (_pid, _command) = (socket.Pid, socket.Command);
    }

    public void AddDrop(uint reason, long count)
    {
        string name = DropReasons.Name(reason);
        _drops[name] = _drops.GetValueOrDefault(name) + count;
    }

    /// <summary>Fragments that one namespace has of one of the two ways.</summary>
    public void AddFragments(bool isBack, in FragmentCount count)
    {
        // What passes several namespaces is counted in each.
        ref var most = ref isBack ? ref _fragmentsBack : ref _fragmentsThere;
        most = new FragmentCount { Sent = Math.Max(most.Sent, count.Sent), Received = Math.Max(most.Received, count.Received) };
    }

    /// <summary>The flow's field TCPHealth; empty where no socket of its is known.</summary>
    public Metadata ToTcpHealth()
    {
        var health = new MetadataBuilder();
        if (!_isConnection)
            return health.Build();
        health["Retransmits"] = _retransmits;
        health["Resets"] = _resets;
        if (_srtt > 0)
            health["SRTT"] = _srtt * 1000L;
        if (_pid > 0)
            health["Process"] = Metadata.Of(("PID", _pid), ("Name", _command));
        return health.Build();
    }

    /// <summary>The flow's field Drops: packets by the kernel's reason.</summary>
    public Metadata ToDrops()
    {
        var drops = new MetadataBuilder();
        foreach (var (reason, count) in _drops)
            drops[reason] = count;
        return drops.Build();
    }

    /// <summary>The flow's field Fragments: sent by sockets here, and come in here; empty where there were none.</summary>
    public Metadata ToFragments()
    {
        var (sent, received) = (_fragmentsThere.Sent + _fragmentsBack.Sent, _fragmentsThere.Received + _fragmentsBack.Received);
        return sent + received > 0 ? Metadata.Of(("Sent", sent), ("Received", received)) : Metadata.Empty;
    }
}
