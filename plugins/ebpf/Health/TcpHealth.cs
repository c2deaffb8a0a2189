using System.Text;

namespace Steffi.Plugins.Ebpf;

/// <summary>How one connection fares: both its sockets on this machine together, and its packets that the kernel dropped.</summary>
internal sealed class TcpHealth
{
    private readonly SortedDictionary<string, long> _drops = new(StringComparer.Ordinal);
    private long _retransmits, _resets;
    private uint _srtt, _pid;
    private string _command = "";

    public void Add(in SocketHealth socket)
    {
        _retransmits += socket.Retransmits;
        // On a machine that has both ends the same reset is sent and received.
        _resets = Math.Max(_resets, Math.Max(socket.ResetsSent, socket.ResetsReceived));
        _srtt = Math.Max(_srtt, socket.Srtt);
        if (socket.Pid == 0)
            return;
        ReadOnlySpan<byte> name = socket.Comm;
        int end = name.IndexOf((byte)0);
        _pid = socket.Pid;
        _command = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    public void AddDrop(uint reason, long count)
    {
        string name = DropReasons.Name(reason);
        _drops[name] = _drops.GetValueOrDefault(name) + count;
    }

    /// <summary>The flow's field TCPHealth.</summary>
    public Metadata ToMetadata()
    {
        var health = new MetadataBuilder { ["Retransmits"] = _retransmits, ["Resets"] = _resets };
        if (_srtt > 0)
            health["SRTT"] = _srtt * 1000L;
        if (_drops.Count > 0)
        {
            var drops = new MetadataBuilder();
            foreach (var (reason, count) in _drops)
                drops[reason] = count;
            health["Drops"] = drops.Build();
        }
        if (_pid > 0)
            health["Process"] = new MetadataBuilder { ["PID"] = (long)_pid, ["Name"] = _command }.Build();
        return health.Build();
    }
}
