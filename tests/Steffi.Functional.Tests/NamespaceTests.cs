using System.Diagnostics;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Functional.Tests;

public class NamespaceTests
{
    [Fact]
    public Task One_added_by_ip_netns_hangs_below_the_host() => Situation.RunAsync(async net =>
    {
        string name = net.AddNamespace();
        var view = await net.SeesAsync("the namespace and its lo", v => v.Owns(v.Namespace(name), v.Link(name, "lo")));
        var node = view.Namespace(name);
        Assert.Equal($"/run/netns/{name}", node.Text("Path"));
        Assert.Equal(Situation.Inode(name).ToString(), node.Text("NetNS"));
        Assert.True(view.Owns(view.TryGetNode(net.Host, out var host) ? host : null, node));
        Assert.Equal("device", view.Link(name, "lo").Text("Type"));
        Assert.Equal("loopback", view.Link(name, "lo").Text("EncapType"));
    });

    [Fact]
    public Task Who_comes_into_an_empty_one_later_is_not_its_first() => Situation.RunAsync(async net =>
    {
        string name = net.AddNamespace();
        await net.SeesAsync("the namespace", v => v.Namespace(name) is not null);
        net.Ip($"netns exec {name} true");
        await LaterAsync();
        var first = (await net.SeesAsync("who was there", v => v.Namespace(name) is { } node && !node["FirstProcess"].IsNull)).Namespace(name).Text("FirstProcess.PID");
        await Task.Delay(1100, TestContext.Current.CancellationToken);   // the kernel tells of a namespace once a second at most
        net.Ip($"netns exec {name} true");
        await LaterAsync();
        await LaterAsync();
        Assert.Equal(first, First(net.Graph.Live));

        string First(GraphView view) => view.Namespace(name).Text("FirstProcess.PID");

        // What is told later is known later.
        async Task LaterAsync()
        {
            string later = net.AddNamespace();
            net.Ip($"netns exec {later} true");
            await net.SeesAsync("another", v => v.Namespace(later) is { } node && !node["FirstProcess"].IsNull);
        }
    }, new() { ["process.period"] = "0.05" });

    [Fact]
    public Task One_without_a_name_lives_as_long_as_its_process() => Situation.RunAsync(async net =>
    {
        var process = net.Start("unshare", "-n", "sleep", "1000");
        long inode = await OwnNamespaceAsync(process);
        var view = await net.SeesAsync("the process's namespace", v => v.Link(inode, "lo") is not null);
        var node = view.Nodes.Single(n => n["Type"] == "netns" && n["NetNS"] == inode);
        Assert.Equal($"net:[{inode}]", node["Name"].ToString());
        Assert.Equal($"/proc/{process.Id}/ns/net", node["Path"].ToString());
        net.Stop(process);
        await net.SeesAsync("it gone", v => v.Link(inode, "lo") is null && !v.TryGetNode(node.Id, out _));
    });

    [Theory]
    [InlineData("unshare", "-n", "sleep", "1000")]
    [InlineData("unshare", "-n", "--fork", "--kill-child", "sleep", "1000")]
    public Task One_without_a_name_is_seen_at_once_though_nobody_looks(params string[] command) => Situation.RunAsync(async net =>
    {
        var process = net.Start(command);
        var view = await net.SeesAsync("the process's namespace", v => v.Nodes.Any(IsFirst));
        var node = view.Nodes.First(IsFirst);
        Assert.NotEqual(0, node["FirstProcess.PID"].AsInt());
        await net.SeesAsync("its lo", v => v.Link(node["Inode"].AsInt(), "lo") is not null);

        static bool IsFirst(Node node) => node["FirstProcess.Name"] == "sleep" || node["FirstProcess.Name"] == "unshare";
    }, new() { ["process.period"] = "600" });

    [Fact]
    public Task One_that_a_process_makes_for_itself_is_seen_within_a_tenth_of_a_second_with_its_maker() => Situation.RunAsync(async net =>
    {
        var process = net.Start("python3", "-c", "import ctypes, time; ctypes.CDLL(None).unshare(0x40000000); time.sleep(1000)");
        long inode = await OwnNamespaceAsync(process);
        var view = await net.SeesAsync("the namespace", v => v.Link(inode, "lo") is not null, TimeSpan.FromSeconds(0.1));
        var node = view.Nodes.Single(n => n["Type"] == "netns" && n["NetNS"] == inode);
        Assert.Equal(process.Id, node["FirstProcess.PID"].AsInt());
        Assert.StartsWith("python3", node["FirstProcess.Name"].ToString());
    }, new() { ["process.period"] = "600" });

    [Fact]
    public Task One_that_a_thread_makes_is_seen_though_its_process_stays_where_it_is() => Situation.RunAsync(async net =>
    {
        var process = net.Start("python3", "-c", """
            import ctypes, threading, time
            def leave():
             ctypes.CDLL(None).unshare(0x40000000)
             time.sleep(1000)
            threading.Thread(target=leave, daemon=True).start()
            time.sleep(1000)
            """);
        var view = await net.SeesAsync("the namespace", v => v.Nodes.Any(n => n["FirstProcess.PID"] == process.Id), TimeSpan.FromSeconds(9));
        long inode = view.Nodes.First(n => n["FirstProcess.PID"] == process.Id)["Inode"].AsInt();
        Assert.Equal(NamespaceFile.Own, NamespaceFile.OfProcess(process.Id));
        await net.SeesAsync("its lo", v => v.Link(inode, "lo") is not null);
        // Who comes later finds it: what was left by the run before, and is not found, goes before a second change is seen.
        await net.StopProbesAsync();
        net.StartProbes();
        for (int i = 0; i < 2; i++)
        {
            string other = net.AddNamespace();
            view = await net.SeesAsync("another", v => v.Namespace(other) is not null, TimeSpan.FromSeconds(9));
        }
        Assert.NotNull(view.Link(inode, "lo"));
        net.Stop(process);
        await net.SeesAsync("it gone", v => !v.Nodes.Any(n => n["NetNS"] == inode), TimeSpan.FromSeconds(9));
    });

    [Fact]
    public Task Two_names_are_one_node() => Situation.RunAsync(async net =>
    {
        string first = net.AddNamespace();
        await net.SeesAsync("the first name", v => v.Namespace(first) is not null);
        string second = net.AddName(first);
        var view = await net.SeesAsync("both names", v => v.Namespace(first) is { } a && v.Namespace(second) is { } b && a.Id == b.Id);
        Assert.Equal([.. new[] { first, second }.Order(StringComparer.Ordinal)], view.Namespace(first).Texts("Names"));
        var id = view.Namespace(first)!.Value.Id;
        net.RemoveNamespace(first);
        view = await net.SeesAsync("the second name alone", v => v.Namespace(first) is null && v.Namespace(second) is { } node && node.Id == id);
        Assert.Equal($"/run/netns/{second}", view.Namespace(second).Text("Path"));
        Assert.NotNull(view.Link(second, "lo"));
    });

    [Fact]
    public Task A_process_keeps_it_when_its_name_goes() => Situation.RunAsync(async net =>
    {
        string name = net.AddNamespace();
        long inode = Situation.Inode(name);
        var process = net.Start("nsenter", $"--net=/run/netns/{name}", "sleep", "1000");
        await OwnNamespaceAsync(process);
        // The process may be seen before the name.
        var view = await net.SeesAsync("the namespace with its name", v => v.Link(inode, "lo") is not null && v.Namespace(name) is not null);
        var id = view.Namespace(name)!.Value.Id;
        net.RemoveNamespace(name);
        await net.SeesAsync("the same node without its name", v => v.TryGetNode(id, out var node) && node["Name"] == $"net:[{inode}]" && v.Link(inode, "lo") is not null);
        net.Stop(process);
        await net.SeesAsync("it gone", v => !v.TryGetNode(id, out _));
    });

    [Fact]
    public Task Deleted_with_interfaces_inside_all_go_at_one_instant() => Situation.RunAsync(async net =>
    {
        string name = net.AddNamespace(), here = net.HostLink("v");
        net.Ip($"-n {name} link add br0 type bridge");
        net.Ip($"link add {here} type veth peer name inside netns {name}");
        net.Ip($"-n {name} link set inside master br0");
        await net.SeesAsync("everything inside", v => v.Layer2(v.Link(name, "br0"), v.Link(name, "inside")) && v.Layer2(v.Link("", here), v.Link(name, "inside")));
        var before = net.Now;
        long inode = Situation.Inode(name);
        net.RemoveNamespace(name);
        await net.SeesAsync("all gone, the host's end too", v => v.Namespace(name) is null && v.Link(inode, "br0") is null && v.Link("", here) is null);
        var past = net.Graph.At(before);
        Assert.True(past.Layer2(past.Link(inode, "br0"), past.Link(inode, "inside")));
        var ends = net.Graph.Between(before, net.Now).Nodes.Where(n => n["NetNS"] == inode && n.DeletedAt is not null).Select(n => n.DeletedAt).Distinct();
        Assert.Single(ends);
    });

    [Fact]
    public Task The_kernel_destroys_it_although_the_probe_was_inside() => Situation.RunAsync(async net =>
    {
        string name = net.AddNamespace(), here = net.HostLink("v");
        net.Ip($"link add {here} type veth peer name inside netns {name}");
        await net.SeesAsync("the pair", v => v.Link(name, "inside") is not null && v.Link("", here) is not null);
        net.RemoveNamespace(name);
        var watch = Stopwatch.StartNew();
        while (Directory.Exists($"/sys/class/net/{here}"))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "the peer of a veth in a deleted namespace is still there");
            await Task.Delay(5);
        }
    });

    [Fact]
    public Task A_container_runtimes_directory_is_followed_when_it_is_named() => InOwnDirectoryAsync(async (net, directory) =>
    {
        string name = net.AddNamespace();
        // Docker keeps its namespaces as bind mounts under its own directory and not in /run/netns.
        string path = Path.Combine(directory, "4f0c");
        File.WriteAllBytes(path, []);
        Situation.Run("mount", "--bind", $"/run/netns/{name}", path);
        try
        {
            net.RemoveNamespace(name);
            await net.SeesAsync("the namespace by its other name", v => v.Namespace("4f0c").Text("Path") == path && v.Namespace(name) is null);
        }
        finally
        {
            Situation.Run("umount", path);
            File.Delete(path);
        }
        await net.SeesAsync("it gone", v => v.Namespace("4f0c") is null);
    });

    [Fact]
    public Task Probes_report_that_they_run() => Situation.RunAsync(net =>
    {
        Assert.Equal(ProbeState.Running, net.Netns.Reports.Last().State);
        Assert.Equal(ProbeState.Running, net.Netlink.Reports.Last().State);
        return Task.CompletedTask;
    });

    private static async Task InOwnDirectoryAsync(Func<Situation, string, Task> body)
    {
        string directory = Directory.CreateTempSubdirectory("netns").FullName;
        try
        {
            await Situation.RunAsync(net => body(net, directory), new() { ["paths"] = directory });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // A program that changes its namespace needs a moment to do so.
    private static async Task<long> OwnNamespaceAsync(Process process)
    {
        while (NamespaceFile.OfProcess(process.Id) is var inode)
        {
            if (inode != 0 && inode != NamespaceFile.Own)
                return inode;
            Assert.False(process.HasExited, "the process in a namespace of its own ended");
            await Task.Delay(1);
        }
        return 0;
    }
}
