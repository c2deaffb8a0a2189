using System.Globalization;

namespace Steffi.Netlink;

/// <summary>How the graph's interfaces of one namespace differ from the kernel's. Pure.</summary>
internal static class LinkDifference
{
    public static IEnumerable<string> Of(string place, IReadOnlyList<KernelLink> kernel, IReadOnlyDictionary<long, Node> graph)
    {
        var byName = kernel.ToDictionary(link => link.Name, link => link.Index);
        foreach (var link in kernel)
        {
            if (!graph.TryGetValue(link.Index, out var node))
            {
                yield return $"{place}: {link.Name} (index {link.Index}) is missing in the graph";
                continue;
            }
            foreach (var (key, expected) in Expected(link, byName))
            {
                string actual = node.TryGet(key, out var value) ? value.ToString() : "";
                if (actual != expected)
                    yield return $"{place}: {link.Name} (index {link.Index}) {key}: kernel \"{expected}\", graph \"{actual}\"";
            }
        }
        var indexes = kernel.Select(link => (long)link.Index).ToHashSet();
        foreach (var (index, node) in graph)
        {
            if (!indexes.Contains(index))
                yield return $"{place}: {node["Name"]} (index {index}) is in the graph, not in the kernel";
        }
    }

    private static IEnumerable<(string Key, string Expected)> Expected(KernelLink link, Dictionary<string, int> byName)
    {
        yield return ("Name", link.Name);
        yield return ("Type", LinkNames.Type(link.Kind));
        yield return ("MTU", link.MTU.ToString(CultureInfo.InvariantCulture));
        yield return ("State", link.IsUp ? "UP" : "DOWN");
        if (link.MAC.Length > 0)
            yield return ("MAC", link.MAC);
        yield return ("MasterIndex", Index(link.Master, byName));
        string other = link.Other is { } index ? index == 0 ? "" : index.ToString(CultureInfo.InvariantCulture) : Index(link.Link, byName);
        yield return (link.Kind == "veth" ? "PeerIndex" : "ParentIndex", other);
    }

    private static string Index(string name, Dictionary<string, int> byName) =>
        name.Length == 0 ? "" : byName.TryGetValue(name, out int index) ? index.ToString(CultureInfo.InvariantCulture) : name;
}
