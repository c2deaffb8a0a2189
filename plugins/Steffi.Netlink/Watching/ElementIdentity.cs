using System.Globalization;

namespace Steffi.Netlink;

/// <summary>
/// Ids of what the kernel has: the same thing has the same id in every run of the probes. Inodes and indexes are given again, so
/// a re-created interface may have the id of one that is gone; it is another life of it (CreatedAt). Across a boot nothing is the same.
/// </summary>
internal sealed class ElementIdentity(string host, string boot)
{
    public static ElementIdentity Of(string host) => new(host, Boot());

    public ElementId Interface(long netns, int index) => ElementId.FromName("netlink", host, boot, Text(netns), Text(index));

    public ElementId Namespace(long netns) => ElementId.FromName("netns", host, boot, Text(netns));

    /// <summary>
    /// The topology id (TID) of an interface: the same for one of the same name and kind in the same place, also after it was made anew, or
    /// the machine was started again. Flows name the interface that they were captured on by it. The place is the namespace's file, empty for
    /// the host's own.
    /// </summary>
    public ElementId Topology(string place, string name, string type) => ElementId.FromName("tid", host, place, name, type);

    public static ElementId Ownership(ElementId parent, ElementId child) =>
        ElementId.FromName("ownership", parent.ToString(), child.ToString());

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What tells this boot from every other; empty where the kernel does not say.</summary>
    public static string Boot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
