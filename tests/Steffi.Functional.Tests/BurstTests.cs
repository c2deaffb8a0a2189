using System.Diagnostics;
using System.Text;
using Steffi.Netlink;

namespace Steffi.Functional.Tests;

public class BurstTests
{
    [Fact]
    public Task A_thousand_interfaces_within_a_second() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        await net.SeesAsync("the namespace", v => v.Link(ns, "lo") is not null);
        Batch(net, ns, 500, i => $"link add a{i} type veth peer name b{i}");
        await net.SeesAsync("1,000 interfaces", v => Count(v, ns) == 1001);
        await net.SeesAsync("500 pairs", v => v.Edges.Count(e => e["Type"] == "veth") >= 500);
        await SameAsKernelAsync(net);
    });

    [Fact]
    public Task An_overrun_is_noticed_and_everything_read_again() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        await net.SeesAsync("the namespace", v => v.Link(ns, "lo") is not null);
        // One notification is more than the receive buffer of this test holds, so most of these are lost.
        Batch(net, ns, 100, i => $"link add a{i} type veth peer name b{i}");
        await net.SeesAsync("all interfaces", v => Count(v, ns) == 201, TimeSpan.FromSeconds(5));
        Batch(net, ns, 100, i => i % 2 == 0 ? $"link del a{i}" : $"link set a{i} name c{i}");
        await net.SeesAsync("half of them renamed, half gone", v => Count(v, ns) == 101 && v.Link(ns, "c99") is not null && v.Link(ns, "a98") is null, TimeSpan.FromSeconds(5));
        await SameAsKernelAsync(net);
        Assert.Contains(net.Netns.Lines, line => line.Contains("notifications were lost", StringComparison.Ordinal));
    }, new() { ["receive.buffer"] = "4096" });

    [Fact]
    public Task Namespaces_and_pairs_made_and_removed_in_a_loop_leave_the_graph_right() => Situation.RunAsync(async net =>
    {
        int count = Asked("STEFFI_CHURN", 60), atOnce = Asked("STEFFI_CHURN_STANDING", 10);
        var random = new Random(1);
        var standing = new List<string>();
        for (int i = 0; i < count; i++)
        {
            string ns = net.AddNamespace();
            standing.Add(ns);
            string here = net.HostLink("v");
            net.Ip($"link add {here} type veth peer name eth0 netns {ns}");
            if (i % 3 == 0)
                net.Ip($"-n {ns} link set eth0 up");
            if (i % 5 == 0 && standing.Count > 1)
                net.Ip($"-n {ns} link add cross type veth peer name x{i} netns {standing[random.Next(standing.Count - 1)]}");
            // Few live at a time, so that indexes and inodes are given again.
            if (standing.Count > atOnce)
            {
                string victim = standing[random.Next(standing.Count)];
                standing.Remove(victim);
                net.RemoveNamespace(victim);
            }
        }
        await SameAsKernelAsync(net);
        foreach (string ns in standing.ToArray())
            net.RemoveNamespace(ns);
        await SameAsKernelAsync(net);
    });

    private static int Asked(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int asked) ? asked : otherwise;

    // The kernel destroys namespaces in the background, so a moment of quiet precedes the comparison.
    private static async Task SameAsKernelAsync(Situation net)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var result = await KernelComparison.RunAsync(net.Graph.Live, TestContext.Current.CancellationToken);
            if (result.Differences.Count == 0)
            {
                Assert.True(result.Interfaces > 0);
                return;
            }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), string.Join('\n', result.Differences.Take(20)));
            await Task.Delay(100);
        }
    }

    private static int Count(GraphView view, string ns) =>
        Situation.Inode(ns) is var inode ? view.Nodes.Count(n => n["NetNS"] == inode && !n["IfIndex"].IsNull) : 0;

    private static void Batch(Situation net, string ns, int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.Append(line(i)).Append('\n');
        string file = Path.GetTempFileName();
        File.WriteAllText(file, text.ToString());
        try
        {
            net.Ip($"-n {ns} -batch {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
