using System.Collections.Concurrent;

namespace Steffi.Flows;

/// <summary>Which nodes own interfaces with which addresses: the host's own namespace, and others. Written by one thread, read by any.</summary>
internal sealed class AddressPlaces
{
    private static readonly MetadataPath[] Families = ["IPV4", "IPV6"];

    private readonly ConcurrentDictionary<string, (ElementId Interface, ElementId Place)[]> _places = new();
    private readonly Dictionary<ElementId, (ElementId? Place, HashSet<string> Addresses)> _interfaces = [];

    /// <summary>Those with an address, each once; none when nobody is known to have it.</summary>
    public ElementId[] Of(string address) => _places.TryGetValue(address, out var places) ? [.. places.Select(one => one.Place).Distinct()] : [];

    /// <param name="node">An interface.</param>
    /// <param name="place">Who owns it; null when it is gone.</param>
    public void Take(Node node, ElementId? place)
    {
        var found = place is null ? [] : Read(node);
        var (at, before) = _interfaces.TryGetValue(node.Id, out var known) ? known : (null, []);
        if (at == place && before.SetEquals(found))
            return;
        foreach (string address in before)
        {
            if (Array.FindAll(_places[address], one => one.Interface != node.Id) is { Length: > 0 } others)
                _places[address] = others;
            else
                _places.TryRemove(address, out _);
        }
        foreach (string address in found)
            _places[address] = [.. _places.GetValueOrDefault(address, []), (node.Id, place!.Value)];
        if (found.Count > 0)
            _interfaces[node.Id] = (place, found);
        else
            _interfaces.Remove(node.Id);
    }

    private static HashSet<string> Read(Node node)
    {
        var found = new HashSet<string>();
        foreach (var family in Families)
        {
            if (!node.TryGet(family, out var list) || list.Kind != ValueKind.List)
                continue;
            foreach (var prefix in list.AsList())
                found.Add(prefix.ToString().Split('/')[0]);
        }
        return found;
    }
}
