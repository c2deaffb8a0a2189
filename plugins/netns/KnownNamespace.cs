using System.Globalization;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.NetNS;

/// <summary>One namespace as its node shows it.</summary>
/// <param name="Inode">The namespace's identity while it lives.</param>
/// <param name="Name">Its first name; without one the kernel's own notation, net:[4026532000].</param>
/// <param name="Path">A file of it to enter it by.</param>
/// <param name="Names">All its names, joined by newlines; empty when only processes hold it.</param>
/// <param name="First">The process that was seen in it first: mostly its maker; null when nobody told.</param>
internal sealed record KnownNamespace(long Inode, string Name, string Path, string Names, FirstProcess? First)
{
    public static KnownNamespace Of(long inode, NamedNamespace[] names, int pid, FirstProcess? first)
    {
        if (names.Length == 0)
            return new KnownNamespace(inode, $"net:[{inode.ToString(CultureInfo.InvariantCulture)}]", NamespaceScan.PathOf(pid), "", first);
        Array.Sort(names, static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new KnownNamespace(inode, names[0].Name, names[0].Path,
            string.Join('\n', names.Select(n => n.Name).Distinct().Order(StringComparer.Ordinal)), first);
    }

    public Metadata ToMetadata()
    {
        var metadata = new MetadataBuilder
        {
            ["Name"] = Name,
            ["Type"] = "netns",
            ["Path"] = Path,
            ["NetNS"] = Inode,
            ["Inode"] = Inode,
            ["Device"] = NamespaceFile.DeviceNumber,
        };
        if (Names.Contains('\n', StringComparison.Ordinal))
            metadata["Names"] = Names.Split('\n');
        if (First is { } first)
            metadata["FirstProcess"] = Metadata.Of(("PID", first.Pid), ("Name", first.Name));
        return metadata.Build();
    }
}
