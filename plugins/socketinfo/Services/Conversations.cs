using System.Net;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Finds the two ends of each connection among the sockets of all namespaces.</summary>
internal sealed class Conversations
{
    private readonly record struct Ends(TransportProtocol Protocol, SocketEnd Local, SocketEnd Remote);

    private readonly Dictionary<long, NamespaceSocketList> _places;
    private readonly Dictionary<Ends, List<(NamespaceSocketList Place, HeldSocket Socket)>> _byEnds = [];
    private readonly Dictionary<(long NetNS, TransportProtocol Protocol, ushort Port), List<HeldSocket>> _serving = [];
    private readonly AddressBook _addresses;

    private Conversations(IReadOnlyCollection<NamespaceSocketList> places, AddressBook addresses)
    {
        _addresses = addresses;
        _places = places.ToDictionary(place => place.Place.Inode);
        foreach (var place in places)
        {
            foreach (var held in place.Sockets)
            {
                if (held.Record.Remote.IsAny)
                    Append(_serving, (place.Place.Inode, held.Record.Protocol, held.Record.Local.Port), held);
                else
                    Append(_byEnds, EndsOf(held.Record), (place, held));
            }
        }
    }

    /// <summary>Each pair once, however many connections it has.</summary>
    public static HashSet<Conversation> Of(IReadOnlyCollection<NamespaceSocketList> places, AddressBook addresses)
    {
        var all = new Conversations(places, addresses);
        var found = new HashSet<Conversation>();
        foreach (var place in places)
        {
            foreach (var held in place.Sockets)
            {
                // Who only tries to connect does not talk to anybody yet.
                if (!held.Record.Remote.IsAny && held.Record.State != SocketState.SynSent && all.Find(place, held) is { } conversation)
                    found.Add(conversation);
            }
        }
        return found;
    }

    // Null for the server's end of a pair whose client is here: the client's end tells it.
    private Conversation? Find(NamespaceSocketList place, HeldSocket held)
    {
        var ends = EndsOf(held.Record);
        bool serves = _serving.ContainsKey((place.Place.Inode, ends.Protocol, ends.Local.Port));
        if (OtherEnd(place, ends) is { } other)
        {
            bool otherServes = _serving.ContainsKey((other.Place.Place.Inode, ends.Protocol, ends.Remote.Port));
            bool isServer = serves == otherServes ? ends.Local.Port < ends.Remote.Port : serves;
            return isServer ? null : Between(held.Process, other.Socket.Process, ends.Protocol, ends.Remote);
        }
        if (serves)
            return Between(null, held.Process, ends.Protocol, ends.Local);
        return Between(held.Process, Unconnected(place, ends), ends.Protocol, ends.Remote);
    }

    private static Conversation Between(ProcessFacts? client, ProcessFacts? owner, TransportProtocol protocol, SocketEnd server) =>
        new(client, owner, protocol.Word(), server.Address.ToString(), server.Port);

    private (NamespaceSocketList Place, HeldSocket Socket)? OtherEnd(NamespaceSocketList place, Ends ends)
    {
        if (!_byEnds.TryGetValue(new Ends(ends.Protocol, ends.Remote, ends.Local), out var others))
            return null;
        if (others.Find(other => other.Place == place) is { Place: not null } here)
            return here;
        // 127.0.0.1 is another machine in each namespace; and of several namespaces with one address none can be told to be the peer.
        return IPAddress.IsLoopback(ends.Local.Address) || others.Count > 1 ? null : others[0];
    }

    // A UDP server mostly answers from one unconnected socket, and a connection that was not accepted yet is only its listener's.
    private ProcessFacts? Unconnected(NamespaceSocketList place, Ends ends)
    {
        var inodes = IPAddress.IsLoopback(ends.Remote.Address) ? [place.Place.Inode] : _addresses.PlacesOf(ends.Remote.Address);
        foreach (long inode in inodes.OrderBy(inode => inode != place.Place.Inode))
        {
            if (_places.ContainsKey(inode) && _serving.TryGetValue((inode, ends.Protocol, ends.Remote.Port), out var serving))
                return serving.Find(held => held.Record.Takes(ends.Remote))?.Process;
        }
        return null;
    }

    private static Ends EndsOf(SocketRecord record) => new(record.Protocol, record.Local.Unmapped(), record.Remote.Unmapped());

    private static void Append<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value) where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = new(1);
        list.Add(value);
    }
}
