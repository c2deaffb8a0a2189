using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>A name of a namespace: a file in a directory such as /run/netns.</summary>
internal readonly record struct NamedNamespace(string Name, string Path, long Inode);

/// <summary>Which network namespaces can be found: those with a name, and those that a process or a thread is in.</summary>
internal static class NamespaceScan
{
    /// <summary>Where ip-netns(8) keeps its names.</summary>
    public const string DefaultDirectory = "/run/netns";

    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The namespaces mounted in a directory; files that are no namespace (yet) have inode 0. An absent directory is empty.</summary>
    public static List<NamedNamespace> Named(string directory)
    {
        var found = new List<NamedNamespace>();
        try
        {
            foreach (string path in Directory.EnumerateFiles(directory, "*", Flat))
                found.Add(new NamedNamespace(Path.GetFileName(path), path, NamespaceFile.Inode(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Absent, or removed under the enumeration: then nothing is mounted there.
        }
        return found;
    }

    /// <summary>The namespaces that processes are in, each with its lowest process id. Processes that may not be inspected are passed over.</summary>
    public static Dictionary<long, int> OfProcesses() => Of(ProcDirectory.Numbers("/proc"));

    /// <summary>The namespaces that threads are in, each with its lowest thread id: a thread may have left its process's. Costs a look at each of them.</summary>
    public static Dictionary<long, int> OfThreads() => Of(ProcDirectory.Numbers("/proc").SelectMany(pid => ProcDirectory.Numbers($"/proc/{pid}/task")));

    private static Dictionary<long, int> Of(IEnumerable<int> threads)
    {
        var found = new Dictionary<long, int>();
        foreach (int thread in threads)
        {
            long inode = NamespaceFile.OfProcess(thread);
            if (inode != 0 && (!found.TryGetValue(inode, out int lowest) || thread < lowest))
                found[inode] = thread;
        }
        return found;
    }

    /// <summary>A file of a thread's namespace; of a process's, by its main thread.</summary>
    public static string PathOf(int thread) => $"/proc/{thread}/ns/net";
}
