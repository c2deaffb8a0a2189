using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Steffi.Netlink.Kernel;

namespace Steffi.Functional.Tests;

/// <summary>Namespaces that container runtimes make.</summary>
public class ContainerTests
{
    private const string NobodyLooks = "600", NowAndThen = "0.25";

    // Processes are looked at less often on a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);

    [Fact]
    public Task One_of_runc_is_seen_at_once_with_the_process_that_made_it() => RunAsync((net, directory) => InRuncAsync(net, directory, async pid =>
    {
        long inode = NamespaceFile.OfProcess(pid);
        var view = await net.SeesAsync("the container's namespace", v => v.Link(inode, "lo") is not null);
        var node = view.Nodes.Single(n => n["Type"] == "netns" && n["Inode"] == inode);
        Assert.StartsWith("runc:[", node["FirstProcess.Name"].ToString());
        Assert.NotEqual(0, node["FirstProcess.PID"].AsInt());
    }), NobodyLooks);

    [Fact]
    public Task One_of_runc_goes_with_its_container() => RunAsync(async (net, directory) =>
    {
        long inode = 0;
        await InRuncAsync(net, directory, async pid =>
        {
            inode = NamespaceFile.OfProcess(pid);
            await net.SeesAsync("the container's namespace", v => v.Link(inode, "lo") is not null);
        });
        await net.SeesAsync("it gone", v => !v.Nodes.Any(node => node["NetNS"] == inode), Soon);
    }, NowAndThen);

    [Fact]
    public Task One_of_Docker_has_its_maker_and_Dockers_name_and_goes_with_its_container() => RunAsync(async (net, directory) =>
    {
        Needs("/usr/sbin/dockerd", "docker.io");
        string inside = net.AddNamespace(), socket = $"unix://{directory}/socket";
        net.Ip($"-n {inside} link set lo up");
        var daemon = net.Start("nsenter", $"--net=/run/netns/{inside}", "sh", "-c",
            $"exec dockerd --data-root {directory}/data --exec-root {directory}/exec --pidfile {directory}/pid -H {socket} >{directory}/log 2>&1");
        try
        {
            await net.SeesAsync("the daemon", _ => File.Exists($"{directory}/socket") && Succeeds("docker", "-H", socket, "version"), Soon);
            Situation.Run("sh", "-c", $"tar -C {directory}/rootfs -c . | docker -H {socket} import - box:1");
            string id = Docker("run", "-d", "box:1", "sleep", "1000");
            int pid = int.Parse(Docker("inspect", "-f", "{{.State.Pid}}", id), CultureInfo.InvariantCulture);
            long inode = NamespaceFile.OfProcess(pid);
            string name = Path.GetFileName(Docker("inspect", "-f", "{{.NetworkSettings.SandboxKey}}", id));

            var view = await net.SeesAsync("the container's namespace and interface", v => v.Link(inode, "eth0") is not null && v.Namespace(name) is not null);
            var node = view.Namespace(name)!.Value;
            Assert.Equal(inode, node["Inode"].AsInt());
            Assert.StartsWith("runc:[", node["FirstProcess.Name"].ToString());
            // Its other end is a port of Docker's bridge, in the namespace of the daemon.
            var peer = view.Link(inode, "eth0")!.Value.OutEdges.Concat(view.Link(inode, "eth0")!.Value.InEdges).Where(edge => edge["RelationType"] == "layer2")
                .Select(edge => edge.Parent["Name"] == "eth0" ? edge.Child : edge.Parent).Single();
            Assert.True(view.Layer2(view.Link(inside, "docker0"), peer));

            Docker("rm", "-f", id);
            await net.SeesAsync("it gone", v => !v.Nodes.Any(one => one["NetNS"] == inode) && v.Namespace(name) is null, Soon);
        }
        finally
        {
            // SIGTERM: it ends its containers, and what it started.
            await EndAsync(daemon);
        }

        string Docker(params string[] arguments) => Situation.Run("docker", ["-H", socket, .. arguments]).Trim();
    }, NowAndThen);

    // A root file system of busybox alone; the directory is also where Docker keeps names of namespaces, below exec.
    private static async Task RunAsync(Func<Situation, string, Task> body, string period)
    {
        Needs("/bin/busybox", "busybox-static");
        Needs("/usr/sbin/runc", "runc");
        string directory = Directory.CreateTempSubdirectory("box").FullName;
        try
        {
            string bin = Directory.CreateDirectory($"{directory}/rootfs/bin").FullName;
            File.Copy("/bin/busybox", $"{bin}/busybox");
            File.CreateSymbolicLink($"{bin}/sleep", "busybox");
            await Situation.RunAsync(net => body(net, directory), new() { ["process.period"] = period, ["paths"] = $"{directory}/exec/netns" });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // A container is there while the body runs, which is given its process.
    private static async Task InRuncAsync(Situation net, string directory, Func<int, Task> body)
    {
        Situation.Run("runc", "spec", "--bundle", directory);
        var spec = JsonNode.Parse(File.ReadAllText($"{directory}/config.json"))!;
        spec["process"]!["terminal"] = false;
        spec["process"]!["args"] = new JsonArray("sleep", "1000");
        File.WriteAllText($"{directory}/config.json", spec.ToJsonString());
        string name = net.Name("box"), runc = $"runc --root {directory}/state";
        try
        {
            // The container keeps what runc writes to: a pipe would not end.
            Situation.Run("sh", "-c", $"exec {runc} run --detach --bundle {directory} --pid-file {directory}/pid {name} </dev/null >{directory}/log 2>&1");
            await body(int.Parse(File.ReadAllText($"{directory}/pid"), CultureInfo.InvariantCulture));
        }
        finally
        {
            Situation.Run("sh", "-c", $"{runc} delete --force {name}; rm -f {directory}/pid {directory}/config.json");
        }
    }

    private static async Task EndAsync(Process process)
    {
        Situation.Run("kill", process.Id.ToString(CultureInfo.InvariantCulture));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(patience.Token);
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            Situation.Run(program, arguments);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Needs(string file, string package) => Assert.SkipUnless(File.Exists(file), $"needs {Path.GetFileName(file)} (package {package})");
}
