using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>
/// What one namespace's messages add up to: its interfaces with addresses, neighbours, forwarding entries and routes, and which
/// of them changed since they were last written. No sockets and no graph: bytes in, changed links out. One thread.
/// </summary>
internal sealed class NamespaceState(long netns)
{
    private const int LoopbackIndex = 1;
    private const uint CarrierFlags = 0x1 | 0x40 | 0x10000;   // IFF_UP, IFF_RUNNING, IFF_LOWER_UP

    private readonly Dictionary<int, LinkState> _links = [];
    private readonly HashSet<LinkState> _changed = [];
    private readonly List<int> _removed = [];
    private readonly HashSet<object> _seen = [];
    private readonly List<RouteMessage> _routes = [];
    private readonly HashSet<LinkState> _delayed = [];
    private DumpKind? _dump;

    public long NetNS => netns;
    public IReadOnlyDictionary<int, LinkState> Links => _links;
    public IReadOnlyCollection<LinkState> Changed => _changed;
    public bool HasChanges => _changed.Count > 0 || _removed.Count > 0;

    /// <summary>When the messages that follow were received.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>IPv4 routes vanish without a message when a link goes down or an address goes; then they have to be dumped.</summary>
    public bool AreRoutesStale { get; set; }

    /// <summary>Interfaces that change soon without a message from the kernel: a new tun gets its owner, a child loses its parent.</summary>
    public List<int> Unfinished { get; } = [];

    /// <summary>Messages that could not be decoded, and the first fault of the last of them.</summary>
    public long BadMessages { get; private set; }

    public DecodeError LastFault { get; private set; }

    /// <summary>Takes one message: a notification, or one line of the dump that BeginDump announced.</summary>
    public void Apply(ushort type, ReadOnlySpan<byte> payload, bool isDump)
    {
        DecodeError error = default;
        switch (type)
        {
            case MessageType.NewLink when LinkMessage.Decode(payload, ref error) is { } link: SetLink(link); break;
            case MessageType.DelLink when LinkMessage.Decode(payload, ref error) is { } link: RemoveLink(link); break;
            case MessageType.NewAddress when AddressMessage.Decode(payload, ref error) is { } address: SetAddress(address); break;
            case MessageType.DelAddress when AddressMessage.Decode(payload, ref error) is { } address: RemoveAddress(address); break;
            case MessageType.NewNeighbor when NeighborMessage.Decode(payload, ref error) is { } neighbor: SetNeighbor(neighbor); break;
            case MessageType.DelNeighbor when NeighborMessage.Decode(payload, ref error) is { } neighbor: RemoveNeighbor(neighbor); break;
            case MessageType.NewRoute when isDump && RouteMessage.Decode(payload, ref error) is { } route:
                if (!route.IsCached)
                    _routes.Add(route);
                break;
            case MessageType.NewRoute or MessageType.DelRoute when !isDump: AreRoutesStale = true; break;
        }
        if (error.IsSet)
        {
            BadMessages++;
            LastFault = error;
        }
    }

    /// <summary>From now to EndDump, what is not named by dump or notification is gone.</summary>
    public void BeginDump(DumpKind kind)
    {
        _dump = kind;
        _seen.Clear();
        _routes.Clear();
    }

    /// <summary>The dump failed or has to be made again: nothing is concluded from it.</summary>
    public void AbandonDump() => _dump = null;

    public void EndDump()
    {
        switch (_dump)
        {
            case DumpKind.Links:
                foreach (int index in _links.Keys.Where(index => !_seen.Contains(index)).ToArray())
                    Forget(index);
                break;
            case DumpKind.BridgeVlans:
                foreach (var link in _links.Values.Where(l => l.BridgeVlans.Count > 0 && !_seen.Contains(l.Message.Index)))
                {
                    link.BridgeVlans = [];
                    Touch(link);
                }
                break;
            case DumpKind.Addresses:
                foreach (var link in _links.Values)
                {
                    if (link.Addresses.RemoveAll(address => !_seen.Contains(KeyOf(address))) > 0)
                        Touch(link);
                }
                break;
            case DumpKind.Neighbors: Sweep(forwarding: false); break;
            case DumpKind.Forwarding: Sweep(forwarding: true); break;
            case DumpKind.Routes: SetRoutes(); break;
        }
        _dump = null;
        _seen.Clear();
        _routes.Clear();
    }

    public void Touch(LinkState link) => _changed.Add(link);

    /// <summary>When a table that was too long to be written at once is due, in TickCount64.</summary>
    public long DelayedDue => _delayed.Count == 0 ? long.MaxValue : _delayed.Min(link => link.TablesDue);

    /// <summary>The interface was written, but a table of it waits.</summary>
    public void Delay(LinkState link) => _delayed.Add(link);

    public void TouchDelayed(long now)
    {
        foreach (var link in _delayed.Where(link => link.TablesDue <= now).ToArray())
        {
            _delayed.Remove(link);
            Touch(link);
        }
    }

    /// <summary>Names of the interfaces whose master this is.</summary>
    public IReadOnlyList<string> PortsOf(LinkState link) => link.Message.Kind is not "bond"
        ? []
        : [.. _links.Values.Where(l => l.Message.Master == link.Message.Index).Select(l => l.Message.Name).Order(StringComparer.Ordinal)];

    /// <summary>The indexes of written interfaces that are gone, then the interfaces to write; both are forgotten here.</summary>
    public (int[] Removed, LinkState[] Changed) TakeChanges()
    {
        var changes = (_removed.ToArray(), _changed.ToArray());
        _removed.Clear();
        _changed.Clear();
        return changes;
    }

    private void SetLink(LinkMessage message)
    {
        if (message.IsWirelessEvent)
            return;
        if (message.Family == AddressFamilies.Bridge)
        {
            // The bridge's view of a port: it completes a link that is known, nothing else.
            if (_links.TryGetValue(message.Index, out var port) && message.Master != message.Index)
            {
                _seen.Add(message.Index);
                port.BridgeVlans = message.BridgeVlans;
                Touch(port);
            }
            return;
        }
        if (_dump == DumpKind.Links)
            _seen.Add(message.Index);
        if (_links.TryGetValue(message.Index, out var link) && IsOther(link.Message, message))
        {
            Forget(message.Index);
            link = null;
        }
        if (link is null)
        {
            link = new LinkState(message, Now);
            _links.Add(message.Index, link);
            TouchMaster(message);
            if (message.Kind == "tun")
                Unfinished.Add(message.Index);
        }
        else
        {
            Replace(link, message);
        }
        Touch(link);
    }

    private void Replace(LinkState link, LinkMessage message)
    {
        var before = link.Message;
        if (((before.Flags ^ message.Flags) & CarrierFlags) != 0 || before.OperState != message.OperState)
        {
            link.Questions |= EthtoolQuestions.Settings;
            AreRoutesStale = true;
        }
        if (message.Event == LinkMessage.FeaturesEvent)
            link.Questions |= EthtoolQuestions.Features;
        link.Message = message;
        if (before.Master != message.Master || before.Name != message.Name)
        {
            TouchMaster(before);
            TouchMaster(message);
        }
        if (before.Master != message.Master)
            link.BridgeVlans = [];
    }

    // After lost messages an index may belong to another interface. Kind never changes in a life; name and address both, hardly.
    private static bool IsOther(LinkMessage before, LinkMessage now) =>
        before.Kind != now.Kind || (before.Name != now.Name && before.MAC != now.MAC);

    // RTM_DELLINK of family AF_BRIDGE says that a port left its bridge; the interface stays.
    private void RemoveLink(LinkMessage message)
    {
        if (message.Family != AddressFamilies.Bridge)
            Forget(message.Index);
    }

    private void Forget(int index)
    {
        _seen.Remove(index);
        if (!_links.Remove(index, out var link))
            return;
        _changed.Remove(link);
        _delayed.Remove(link);
        // What was above it (a VLAN whose parent moved to another namespace) may be still there with another parent.
        Unfinished.AddRange(_links.Values.Where(l => l.Message.Link == index && l.Message.Kind != "veth").Select(l => l.Message.Index));
        if (link.IsWritten)
            _removed.Add(index);
        TouchMaster(link.Message);
        AreRoutesStale |= link.RoutesFingerprint != 0;
    }

    private void TouchMaster(LinkMessage port)
    {
        if (port.Master != 0 && _links.TryGetValue(port.Master, out var master) && master.Message.Kind == "bond")
            Touch(master);
    }

    private static object KeyOf(AddressMessage address) => (address.Index, address.Address, address.PrefixLength, address.Peer);

    private void SetAddress(AddressMessage address)
    {
        if (!_links.TryGetValue(address.Index, out var link))
            return;
        if (_dump == DumpKind.Addresses)
            _seen.Add(KeyOf(address));
        int at = link.Addresses.FindIndex(a => KeyOf(a).Equals(KeyOf(address)));
        if (at < 0)
            link.Addresses.Add(address);
        else
            link.Addresses[at] = address;
        Touch(link);
    }

    private void RemoveAddress(AddressMessage address)
    {
        AreRoutesStale = true;
        if (!_links.TryGetValue(address.Index, out var link))
            return;
        _seen.Remove(KeyOf(address));
        if (link.Addresses.RemoveAll(a => KeyOf(a).Equals(KeyOf(address))) > 0)
            Touch(link);
    }

    private void SetNeighbor(NeighborMessage neighbor)
    {
        if (!_links.TryGetValue(neighbor.Index, out var link))
            return;
        bool forwarding = neighbor.Family == AddressFamilies.Bridge;
        if (_dump == (forwarding ? DumpKind.Forwarding : DumpKind.Neighbors))
            _seen.Add((neighbor.Index, neighbor.Key));
        (forwarding ? link.Forwarding : link.Neighbors)[neighbor.Key] = neighbor;
        Stale(link, forwarding);
    }

    private void RemoveNeighbor(NeighborMessage neighbor)
    {
        if (!_links.TryGetValue(neighbor.Index, out var link))
            return;
        bool forwarding = neighbor.Family == AddressFamilies.Bridge;
        _seen.Remove((neighbor.Index, neighbor.Key));
        if ((forwarding ? link.Forwarding : link.Neighbors).Remove(neighbor.Key))
            Stale(link, forwarding);
    }

    private void Sweep(bool forwarding)
    {
        foreach (var link in _links.Values)
        {
            var table = forwarding ? link.Forwarding : link.Neighbors;
            foreach (var key in table.Keys.Where(key => !_seen.Contains((link.Message.Index, key))).ToArray())
            {
                table.Remove(key);
                Stale(link, forwarding);
            }
        }
    }

    private void Stale(LinkState link, bool forwarding)
    {
        (forwarding ? link.ForwardingTable : link.NeighborTable).Changed();
        Touch(link);
    }

    private void SetRoutes()
    {
        var byLink = new Dictionary<int, (long Fingerprint, List<RouteMessage> Routes)>();
        foreach (var route in _routes)
        {
            long fingerprint = route.Fingerprint();
            foreach (int hop in route.Hops.Select(hop => hop.Index).Distinct())
            {
                // Routes that lead nowhere have no interface in IPv4 and lo in IPv6; both stand on lo.
                int index = hop == 0 ? LoopbackIndex : hop;
                var entry = byLink.TryGetValue(index, out var found) ? found : (0, []);
                entry.Routes.Add(route);
                byLink[index] = (unchecked(entry.Fingerprint + fingerprint), entry.Routes);
            }
        }
        foreach (var (index, link) in _links)
        {
            var (fingerprint, routes) = byLink.TryGetValue(index, out var found) ? found : (0, []);
            if (link.RoutesFingerprint == fingerprint)
                continue;
            link.RoutesFingerprint = fingerprint;
            link.Routes = routes;
            link.RoutingTables.Changed();
            Touch(link);
        }
    }
}
