namespace Steffi.Netlink;

/// <summary>Holds a graph against the kernel's own answer: <c>ip -d -j link</c> in every network namespace.</summary>
public static class KernelComparison
{
    /// <summary>Asks the kernel about every namespace that can be reached and lists how the view differs.</summary>
    /// <param name="view">A live view; the kernel is asked after it was taken, so compare when the network is still.</param>
    /// <param name="cancel">Checked before each namespace; a running <c>ip</c> is ended.</param>
    /// <returns>No difference when the graph is right. A namespace that may not be entered is a difference that says so.</returns>
    public static Task<KernelComparisonResult> RunAsync(GraphView view, CancellationToken cancel = default) =>
        throw new NotImplementedException();
}

/// <summary>What a comparison of a graph with the kernel found.</summary>
/// <param name="Differences">One line each: namespace, interface, what the kernel says and what the graph says.</param>
/// <param name="Namespaces">How many namespaces were asked.</param>
/// <param name="Interfaces">How many interfaces the kernel named in them.</param>
public sealed record KernelComparisonResult(IReadOnlyList<string> Differences, int Namespaces, int Interfaces);
