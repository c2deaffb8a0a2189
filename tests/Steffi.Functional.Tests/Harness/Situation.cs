using System.Diagnostics;
using Steffi.Netlink.Kernel;
using Steffi.Plugins.Netlink;
using Steffi.Plugins.NetNS;
using Steffi.Probes;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Steffi.Functional.Tests;

/// <summary>
/// A graph fed by both network probes from this machine's kernel, and the means to change what the kernel has. Everything a test
/// makes has a name of its own and is removed at the end, also after a failure.
/// </summary>
internal sealed class Situation : IAsyncDisposable
{
    /// <summary>What the issue promises: a change is in the graph within this time.</summary>
    public static readonly TimeSpan Promised = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int Attempts = 3;
    private static int _number;

    private CancellationTokenSource _stopping = new();
    private readonly List<string> _namespaces = [];
    private readonly List<string> _links = [];
    private readonly List<Process> _processes = [];
    private readonly List<string> _mountedNames = [];
    private Task[] _probes = [];

    private Situation()
    {
    }

    public Graph Graph { get; } = new(new GraphOptions { Host = "testhost" });
    public ElementId Host { get; } = ElementId.FromName("testhost");
    public TestProbeContext Netlink { get; private set; } = null!;
    public TestProbeContext Netns { get; private set; } = null!;
    public DateTimeOffset Now => Graph.Now;

    /// <summary>Runs a test's body against running probes. A machine may stall: a change that was seen too late is tried twice more.</summary>
    public static async Task RunAsync(Func<Situation, Task> body, Dictionary<string, string?>? settings = null)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make namespaces and interfaces");
        for (int attempt = 1; ; attempt++)
        {
            await using var situation = new Situation();
            try
            {
                await situation.StartAsync(settings ?? []);
                await body(situation);
                return;
            }
            catch (TooLateException) when (attempt < Attempts)
            {
                // Once more, with a graph and names of its own.
            }
        }
    }

    /// <summary>Makes a namespace by `ip netns add` and returns its name.</summary>
    public string AddNamespace()
    {
        string name = Name("n");
        _namespaces.Add(name);
        Ip($"netns add {name}");
        return name;
    }

    /// <summary>A name of at most 15 characters that nothing else on the machine has.</summary>
    public string Name(string prefix) => $"{prefix}{Environment.ProcessId % 100000}x{Interlocked.Increment(ref _number)}";

    /// <summary>A name for an interface in the host's own namespace; it is removed at the end.</summary>
    public string HostLink(string prefix)
    {
        string name = Name(prefix);
        _links.Add(name);
        return name;
    }

    public void RemoveNamespace(string name)
    {
        _namespaces.Remove(name);
        Ip($"netns del {name}");
    }

    /// <summary>A second name for a namespace, as `ip netns attach` makes it.</summary>
    public string AddName(string name)
    {
        string second = Name("m");
        File.WriteAllBytes($"/run/netns/{second}", []);
        _mountedNames.Add(second);
        Run("mount", "--bind", $"/run/netns/{name}", $"/run/netns/{second}");
        return second;
    }

    /// <summary>Starts a program that runs until Stop or the end of the test.</summary>
    public Process Start(params string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        _processes.Add(process);
        return process;
    }

    public void Stop(Process process)
    {
        _processes.Remove(process);
        process.Kill();
        process.WaitForExit();
    }

    public string Ip(string arguments) => Run("ip", arguments.Split(' '));

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }

    public static long Inode(string netns) => NamespaceFile.Inode($"/run/netns/{netns}");

    /// <summary>Waits until the live graph is as described; fails when it is not in ten seconds (or in the time given), or later than promised.</summary>
    public async Task<GraphView> SeesAsync(string what, Func<GraphView, bool> condition, TimeSpan? within = null)
    {
        var patience = within > Patience ? within : Patience;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            foreach (var probe in _probes)
            {
                if (probe.IsFaulted)
                    await probe;
            }
            var view = Graph.Live;
            if (condition(view))
                return watch.Elapsed <= (within ?? Promised) ? view : throw new TooLateException($"{what}: seen after {watch.Elapsed}");
            if (watch.Elapsed > patience)
                Assert.Fail($"not seen: {what}\n{Describe(view)}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopProbesAsync();
        }
        finally
        {
            CleanUp();
            Graph.Dispose();
            _stopping.Dispose();
        }
    }

    /// <summary>Ends the probes; what they wrote stays in the graph.</summary>
    public async Task StopProbesAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_probes);
        }
        catch (OperationCanceledException)
        {
            // How probes end.
        }
        _probes = [];
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
    }

    /// <summary>Starts one more probe beside the network's; it ends with them.</summary>
    public void Start(TopologyProbe probe, Dictionary<string, string?>? settings = null) => _probes =
        [.. _probes, probe.RunAsync(new TestProbeContext(Graph, probe.Name, Host, settings ?? []), _stopping.Token)];

    public void StartProbes() => _probes =
        [new NetlinkProbe().RunAsync(Netlink, _stopping.Token), new NetnsProbe().RunAsync(Netns, _stopping.Token)];

    private async Task StartAsync(Dictionary<string, string?> settings)
    {
        Graph.Write(t => t.AddNode(Host, Metadata.Of(("Name", "testhost"), ("Type", "host"))));
        Netlink = new TestProbeContext(Graph, "netlink", Host, settings);
        Netns = new TestProbeContext(Graph, "netns", Host, settings);
        StartProbes();
        await SeesAsync("the host's lo", view => view.Nodes.Any(n => n["Name"] == "lo" && n["NetNS"] == NamespaceFile.Own), TimeSpan.FromSeconds(10));
    }

    private void CleanUp()
    {
        foreach (var process in _processes.ToArray())
            Try(() => Stop(process));
        foreach (string name in _mountedNames)
            Try(() => Ip($"netns del {name}"));
        foreach (string name in _namespaces.ToArray())
            Try(() => RemoveNamespace(name));
        foreach (string link in _links.Where(link => Directory.Exists($"/sys/class/net/{link}")))
            Try(() => Ip($"link del {link}"));
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException)
        {
            // The test itself removed it.
        }
    }

    private static string Describe(GraphView view) => string.Join('\n', view.Nodes.Select(n =>
        $"{n["Type"]} {n["Name"]} netns={n["NetNS"]} index={n["IfIndex"]} peer={n["PeerIndex"]} parent={n["ParentIndex"]} master={n["MasterIndex"]} link={n["LinkNetNS"]}"));
}

internal sealed class TooLateException(string message) : Exception(message);
