using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>Holds a graph against the kernel's own answer: <c>ip -d -j link</c> in every network namespace.</summary>
public static class KernelComparison
{
    /// <summary>Asks the kernel about every namespace that can be found and lists how the view differs.</summary>
    /// <param name="view">A live view; the kernel is asked after it was taken, so compare when the network is still.</param>
    /// <param name="cancel">Checked before each namespace; a running <c>ip</c> is ended.</param>
    /// <returns>No difference when the graph is right. A namespace that may not be entered is a difference that says so.</returns>
    /// <exception cref="InvalidOperationException">ip(8) or nsenter(1) is not installed.</exception>
    /// <remarks>Compared are the namespaces themselves and each interface's name, kind, MTU, MAC, state, master and parent or peer.
    /// Namespaces are found by /run/netns, by processes, and by the Path of the view's own nodes of Type netns.</remarks>
    public static async Task<KernelComparisonResult> RunAsync(GraphView view, CancellationToken cancel = default)
    {
        var namespaces = Find(view);
        var interfaces = new Dictionary<long, Dictionary<long, Node>>();
        var nodes = new HashSet<long>();
        foreach (var node in view.Nodes)
        {
            if (!node.TryGet("NetNS", out var netns) || netns.Kind != ValueKind.Int)
                continue;
            if (node.TryGet("IfIndex", out var index) && index.Kind == ValueKind.Int)
                (interfaces.TryGetValue(netns.AsInt(), out var links) ? links : interfaces[netns.AsInt()] = [])[index.AsInt()] = node;
            else if (node["Type"] == "netns")
                nodes.Add(netns.AsInt());
        }
        var differences = new ConcurrentBag<string>();
        int count = 0;
        // Two at a time: each spends its time in the kernel and in starting a program.
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = 2 };
        await Parallel.ForEachAsync(namespaces, options, async (ns, stop) =>
        {
            if (await AskAsync(ns, differences, stop) is not { } links)
                return;
            Interlocked.Add(ref count, links.Count);
            if (ns.Inode != NamespaceFile.Own && !nodes.Contains(ns.Inode))
                differences.Add($"{ns.Label}: has no node of Type netns");
            foreach (string difference in LinkDifference.Of(ns.Label, links, interfaces.GetValueOrDefault(ns.Inode) ?? []))
                differences.Add(difference);
        });
        var known = namespaces.Select(ns => ns.Inode).ToHashSet();
        foreach (long inode in nodes.Union(interfaces.Keys).Where(inode => !known.Contains(inode)))
            differences.Add($"net:[{inode}] is in the graph, not in the kernel");
        return new KernelComparisonResult([.. differences.Order(StringComparer.Ordinal)], namespaces.Count, count);
    }

    private readonly record struct Reachable(long Inode, string Label, string? Path);

    private static List<Reachable> Find(GraphView view)
    {
        var found = new Dictionary<long, Reachable> { [NamespaceFile.Own] = new(NamespaceFile.Own, "host", null) };
        foreach (var named in NamespaceScan.Named(NamespaceScan.DefaultDirectory))
        {
            if (named.Inode != 0)
                found.TryAdd(named.Inode, new Reachable(named.Inode, named.Name, named.Path));
        }
        foreach (var node in view.Nodes)
        {
            if (node["Type"] == "netns" && node["Path"] is { Kind: ValueKind.String } path && NamespaceFile.Inode(path.AsString()) is var inode and not 0)
                found.TryAdd(inode, new Reachable(inode, node["Name"].ToString(), path.AsString()));
        }
        foreach (var (inode, pid) in NamespaceScan.OfProcesses())
            found.TryAdd(inode, new Reachable(inode, $"net:[{inode}]", NamespaceScan.PathOf(pid)));
        return [.. found.Values];
    }

    // Null when the namespace cannot be asked: it went in the meantime (no difference), or may not be entered (a difference).
    private static async Task<List<KernelLink>?> AskAsync(Reachable ns, ConcurrentBag<string> differences, CancellationToken cancel)
    {
        string[] ip = ["ip", "-d", "-j", "link"];
        var (status, output, error) = await RunAsync(ns.Path is null ? ip : ["nsenter", $"--net={ns.Path}", .. ip], cancel);
        if (status == 0)
            return KernelLink.Parse(output);
        if (ns.Path is null || NamespaceFile.Inode(ns.Path) == ns.Inode)
            differences.Add($"{ns.Label}: cannot be asked: {error.Trim()}");
        return null;
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(string[] command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"{start.FileName} cannot be started ({exception.Message}); install iproute2 and util-linux", exception);
        }
    }
}

/// <summary>What a comparison of a graph with the kernel found.</summary>
/// <param name="Differences">One line each: namespace, interface, what the kernel says and what the graph says.</param>
/// <param name="Namespaces">How many namespaces were asked.</param>
/// <param name="Interfaces">How many interfaces the kernel named in them.</param>
public sealed record KernelComparisonResult(IReadOnlyList<string> Differences, int Namespaces, int Interfaces);
