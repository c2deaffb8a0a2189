using System.Net;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Which namespaces of this host have which addresses, as the graph's interfaces say.</summary>
internal sealed class AddressBook
{
    private static readonly MetadataPath[] Families = [MetadataPath.Of("IPV4"), MetadataPath.Of("IPV6")];

    private readonly Dictionary<IPAddress, List<long>> _places = [];

    /// <param name="view">May have other hosts' nodes, too: a namespace's inode is the host's own.</param>
    /// <param name="host">This one's name.</param>
    public AddressBook(GraphView view, string host)
    {
        foreach (var node in view.Nodes)
        {
            if (node.Host != host || node["NetNS"] is not { Kind: ValueKind.Int } netns)
                continue;
            foreach (var family in Families)
            {
                if (node.TryGet(family, out var list) && list.Kind == ValueKind.List)
                    Add(list.AsList(), netns.AsInt());
            }
        }
    }

    /// <summary>Inodes of the namespaces with that address; none where it is elsewhere.</summary>
    public IReadOnlyList<long> PlacesOf(IPAddress address) => _places.TryGetValue(address, out var places) ? places : [];

    private void Add(IReadOnlyList<MetadataValue> prefixes, long netns)
    {
        foreach (var prefix in prefixes)
        {
            var text = prefix.ToString();
            int slash = text.IndexOf('/');
            if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
                continue;
            if (!_places.TryGetValue(address, out var places))
                _places[address] = places = new(1);
            if (!places.Contains(netns))
                places.Add(netns);
        }
    }
}
