using System.Buffers.Binary;
using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>
/// Follows one namespace through its socket: dumps at the start and after lost messages, notifications between. Fills a
/// NamespaceState and leaves the graph to others. Used by the loop's thread only.
/// </summary>
internal sealed class NamespaceWatcher : IDisposable
{
    // RTNLGRP_LINK, NEIGH, IPV4_IFADDR, IPV4_ROUTE, IPV6_IFADDR, IPV6_ROUTE, NSID (linux/rtnetlink.h)
    private static readonly int[] Groups = [1, 3, 5, 7, 9, 11, 28];
    private const uint CompressedVlans = 4;   // RTEXT_FILTER_BRVLAN_COMPRESSED
    private const uint SkipStatistics = 8;    // RTEXT_FILTER_SKIP_STATS
    private const int MaximumReceives = 2048; // then other namespaces have their turn
    private const int MaximumQuestions = 256;

    private const long UnfinishedDelay = 100;
    private const long RetryDelay = 50;

    private readonly NetlinkSocket _socket;
    private readonly DumpQueue _dumps = new();
    private readonly byte[] _request = new byte[64];
    private readonly List<int> _finishedOnce = [];
    private readonly long _metricsPeriod;
    private uint _sequence;
    private long _routesDue;
    private long _routesMinimum = 50;
    private long _metricsDue;
    private bool _countNow;
    private bool _isOverrun;
    private long _retryDue = long.MaxValue;
    private long _unfinishedDue = long.MaxValue;

    private NamespaceWatcher(NetlinkSocket socket, long inode, NetlinkOptions options)
    {
        _socket = socket;
        _metricsPeriod = (long)options.MetricsPeriod.TotalMilliseconds;
        State = new NamespaceState(inode);
    }

    public NamespaceState State { get; }
    public NsidTable Nsids { get; } = new();
    public int Descriptor => _socket.Descriptor;

    /// <summary>The first full dump is through: only then is the state worth writing.</summary>
    public bool IsSynchronized { get; private set; }

    /// <summary>How often the kernel dropped notifications (ENOBUFS) and everything was read again.</summary>
    public long Overruns { get; private set; }

    /// <summary>When OnTime has something to do, in TickCount64.</summary>
    public long Due => Math.Min(
        Math.Min(Nsids.Due, State.AreRoutesStale && IsSynchronized ? _routesDue : long.MaxValue),
        Math.Min(Math.Min(_metricsDue, State.DelayedDue), Math.Min(_unfinishedDue, _retryDue)));

    /// <summary>Due, or numbers of other namespaces are wanted: finding them out before writing saves a second revision.</summary>
    public bool IsDue(long now)
    {
        foreach (var link in State.Changed)
        {
            if (link.Message.LinkNsid is { } nsid)
                Nsids.Find(nsid);
        }
        if (State.Unfinished.Count > 0 && _unfinishedDue == long.MaxValue)
            _unfinishedDue = now + UnfinishedDelay;
        return Due <= now;
    }

    /// <summary>Opens in the calling thread's namespace, which has this inode.</summary>
    /// <exception cref="KernelCallException">The socket could not be opened.</exception>
    public static NamespaceWatcher Open(long inode, string name, NetlinkOptions options) =>
        new(NetlinkSocket.Open(name, options.ReceiveBuffer, Groups), inode, options);

    /// <summary>Asks for everything; what happened before is covered by the dump, what happens since by notifications.</summary>
    public void Start()
    {
        // The first counting comes at a moment of the namespace's own, so that a thousand do not count at once.
        _metricsDue = Environment.TickCount64 + _metricsPeriod / 2 + Random.Shared.NextInt64(_metricsPeriod / 2 + 1);
        _dumps.AddAll();
        StartNextDump();
    }

    /// <summary>Takes what waits in the socket, at most a bounded number of messages.</summary>
    /// <returns>True when more may wait.</returns>
    public bool Receive(Span<byte> buffer, DateTimeOffset now)
    {
        State.Now = now;
        for (int i = 0; i < MaximumReceives; i++)
        {
            switch (_socket.Receive(buffer, out int length))
            {
                case ReceiveStatus.Empty when _dumps.Running is not null:
                    // The kernel goes on with a dump while its parts are received; one that found the queue full stands still
                    // until something else is. Any answer will do.
                    Refresh(index: 1);
                    break;
                case ReceiveStatus.Empty when _isOverrun:
                    // Not sooner: until the queue is empty the kernel drops more without saying so again.
                    _isOverrun = false;
                    Resynchronize();
                    break;
                case ReceiveStatus.Empty: return false;
                case ReceiveStatus.Overrun: _isOverrun = true; break;
                default: Take(buffer[..length], now); break;
            }
        }
        return true;
    }

    /// <summary>Does what is due: counts, dumps routes that may have changed, asks for namespaces' numbers.</summary>
    public void OnTime(long now, IReadOnlyList<NamespaceCandidate> candidates)
    {
        if (State.AreRoutesStale && IsSynchronized && now >= _routesDue)
        {
            State.AreRoutesStale = false;
            _dumps.Add(DumpKind.Routes);
        }
        if (now >= _metricsDue)
        {
            _metricsDue = now + _metricsPeriod;
            _countNow = true;
            _dumps.Add(DumpKind.Links);
        }
        State.TouchDelayed(now);
        if (now >= _unfinishedDue)
            FinishLinks(now);
        if (now >= _retryDue)
            _retryDue = long.MaxValue;
        StartNextDump();
        AskNsids(candidates, now);
    }

    // Read once soon, for the graph to be right in time, and once more after a maker that was slow.
    private void FinishLinks(long now)
    {
        foreach (int index in State.Unfinished.Concat(_finishedOnce).Where(State.Links.ContainsKey))
            Refresh(index);
        _finishedOnce.Clear();
        _finishedOnce.AddRange(State.Unfinished);
        State.Unfinished.Clear();
        _unfinishedDue = _finishedOnce.Count > 0 ? now + UnfinishedDelay : long.MaxValue;
    }

    /// <summary>Reads one interface again: its other end said something that it does not know.</summary>
    public void Refresh(int index) => _socket.Send(RequestWriter.GetLink(_request, index, ++_sequence));

    /// <summary>The namespace that the interface's Link counts in; null while unknown.</summary>
    public long? LinkNetNS(LinkState link) => link.Message.LinkNsid is { } nsid ? Nsids.Find(nsid) : State.NetNS;

    /// <summary>Lets the kernel destroy the namespace, if nothing else holds it.</summary>
    public void Dispose() => _socket.Dispose();

    private void Resynchronize()
    {
        Overruns++;
        Nsids.Clear();
        foreach (var link in State.Links.Values)
        {
            if (link.Message.LinkNsid is not null)
                State.Touch(link);
        }
        _dumps.AddAll();
        StartNextDump();
    }

    private void Take(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        var messages = new MessageReader(bytes);
        while (messages.Next())
        {
            bool isAnswer = messages.Port == _socket.Port;
            bool isDump = isAnswer && _dumps.Running is not null && messages.Sequence == _dumps.Sequence;
            if (isDump && (messages.Flags & MessageFlags.DumpInterrupted) != 0)
                _dumps.IsInterrupted = true;
            switch (messages.Type)
            {
                case MessageType.Done when isDump: FinishDump(now); break;
                case MessageType.Error when isDump: FailDump(ErrorNumber(messages.Payload)); break;
                case MessageType.Error: AnswerNsid(messages.Sequence, -1); break;
                case MessageType.NewNsid when isAnswer: TakeNsid(messages.Sequence, messages.Payload); break;
                case MessageType.NewNsid: Nsids.AskSoon(); break;
                case MessageType.DelNsid: ForgetNsid(messages.Payload); break;
                default: State.Apply(messages.Type, messages.Payload, isDump); break;
            }
        }
    }

    private void StartNextDump()
    {
        if (!_dumps.TryStart(_sequence + 1, out var kind))
            return;
        _sequence++;
        State.BeginDump(kind);
        _socket.Send(kind switch
        {
            DumpKind.Links => RequestWriter.Dump(_request, MessageType.GetLink, AddressFamilies.Unspecified, _sequence),
            DumpKind.BridgeVlans => RequestWriter.Dump(
                _request, MessageType.GetLink, AddressFamilies.Bridge, _sequence, CompressedVlans | SkipStatistics),
            DumpKind.Addresses => RequestWriter.Dump(_request, MessageType.GetAddress, AddressFamilies.Unspecified, _sequence),
            DumpKind.Neighbors => RequestWriter.Dump(_request, MessageType.GetNeighbor, AddressFamilies.Unspecified, _sequence),
            DumpKind.Forwarding => RequestWriter.Dump(_request, MessageType.GetNeighbor, AddressFamilies.Bridge, _sequence),
            _ => RequestWriter.Dump(_request, MessageType.GetRoute, AddressFamilies.Unspecified, _sequence),
        });
    }

    private void FinishDump(DateTimeOffset now)
    {
        var kind = _dumps.Running!.Value;
        if (!_dumps.Finish())
        {
            State.AbandonDump();
        }
        else
        {
            State.EndDump();
            if (kind == DumpKind.Routes)
                DelayRoutes();
            if (kind == DumpKind.Links && _countNow)
                Count(now);
        }
        AfterDump();
    }

    private void FailDump(int errno)
    {
        switch (errno)
        {
            case Errno.ENOBUFS:
                // The receive queue was full at the request. The dump stands in the kernel and goes on as the queue is emptied.
                return;
            case Errno.EBUSY:
                _dumps.IsInterrupted = true;
                _dumps.Finish();
                State.AbandonDump();
                _retryDue = Environment.TickCount64 + RetryDelay;
                return;
            default:
                // A family that this kernel lacks (no bridge module, no IPv6) answers EOPNOTSUPP: an empty table.
                State.AbandonDump();
                _dumps.IsInterrupted = false;
                _dumps.Finish();
                AfterDump();
                return;
        }
    }

    private static int ErrorNumber(ReadOnlySpan<byte> payload) =>
        payload.Length >= 4 ? -BinaryPrimitives.ReadInt32LittleEndian(payload) : 0;

    private void AfterDump()
    {
        IsSynchronized |= _dumps.IsIdle;
        StartNextDump();
    }

    // Dumping a long table for each of its changes would take all the time there is: at most a twentieth.
    private void DelayRoutes()
    {
        long now = Environment.TickCount64;
        _routesMinimum = Math.Max(50, 20 * (now - _dumps.StartedAt));
        _routesDue = now + _routesMinimum;
    }

    private void Count(DateTimeOffset now)
    {
        _countNow = false;
        foreach (var link in State.Links.Values)
        {
            if (link.Message.Statistics is not { } total)
                continue;
            if (link.Samples.Count(in total, now))
                State.Touch(link);
        }
    }

    private void AskNsids(IReadOnlyList<NamespaceCandidate> candidates, long now)
    {
        foreach (var candidate in Nsids.TakeQuestions(candidates.Where(c => c.Inode != State.NetNS), now, MaximumQuestions))
        {
            try
            {
                int descriptor = NamespaceFile.Open(candidate.Path);
                Nsids.Asked(++_sequence, candidate.Inode);
                _socket.Send(RequestWriter.GetNsid(_request, descriptor, _sequence));
                _ = Libc.close(descriptor);
            }
            catch (KernelCallException)
            {
                // Gone in the meantime, or a process that may not be inspected: another candidate may be the one.
            }
        }
    }

    private void TakeNsid(uint sequence, ReadOnlySpan<byte> payload)
    {
        DecodeError error = default;
        AnswerNsid(sequence, NsidMessage.Decode(payload, ref error).Id);
    }

    private void AnswerNsid(uint sequence, int nsid)
    {
        if (Nsids.Answer(sequence, nsid))
            TouchLinksOf(nsid);
    }

    private void ForgetNsid(ReadOnlySpan<byte> payload)
    {
        DecodeError error = default;
        int nsid = NsidMessage.Decode(payload, ref error).Id;
        if (Nsids.Remove(nsid))
            TouchLinksOf(nsid);
    }

    private void TouchLinksOf(int nsid)
    {
        foreach (var link in State.Links.Values)
        {
            if (link.Message.LinkNsid == nsid)
                State.Touch(link);
        }
    }
}
