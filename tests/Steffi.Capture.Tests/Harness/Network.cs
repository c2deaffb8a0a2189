using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Steffi.Netlink.Kernel;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Steffi.Capture.Tests;

/// <summary>Network namespaces of the test's own, programs in them, and what the kernel counted there. Everything is gone at the end, also after a failure.</summary>
internal sealed class Network : IDisposable
{
    private static int number;
    private readonly List<string> namespaces = [];
    private readonly List<Process> processes = [];

    public Network() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs CAP_NET_ADMIN, CAP_NET_RAW and CAP_SYS_ADMIN to make namespaces and capture in them");

    /// <summary>Makes a namespace without IPv6, so that nothing speaks in it but the test.</summary>
    public string Add()
    {
        var name = $"stcap{Environment.ProcessId % 100000}x{Interlocked.Increment(ref number)}";
        namespaces.Add(name);
        Run("ip", "netns", "add", name);
        In(name, "sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        Ip(name, "link set lo up");
        return name;
    }

    /// <summary>Two namespaces with a veth pair named eth0 at both ends: 10.0.0.1 and 10.0.0.2.</summary>
    public (string Left, string Right) Pair()
    {
        var (left, right) = (Add(), Add());
        Ip(left, $"link add eth0 type veth peer name eth0 netns {right}");
        Up(left, "10.0.0.1");
        Up(right, "10.0.0.2");
        return (left, right);
    }

    public void Up(string netns, string address, string link = "eth0")
    {
        Ip(netns, $"addr add {address}/24 dev {link}");
        Ip(netns, $"link set {link} up");
    }

    public void Remove(string netns)
    {
        namespaces.Remove(netns);
        Run("ip", "netns", "del", netns);
    }

    public string Ip(string netns, string arguments) => Run("ip", ["-n", netns, .. arguments.Split(' ')]);

    public string In(string netns, params string[] command) => Run("nsenter", [$"--net={PathOf(netns)}", .. command]);

    /// <summary>A program that runs until the end of the test.</summary>
    public Process Start(string netns, params string[] command)
    {
        var start = new ProcessStartInfo("nsenter", [$"--net={PathOf(netns)}", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        processes.Add(process);
        return process;
    }

    /// <summary>Some traffic of TCP from left to right.</summary>
    public void Iperf(string left, string right, string address, params string[] options)
    {
        var server = Start(right, "iperf3", "-s", "-1", "-p", "5201");
        for (int attempt = 0; In(right, "ss", "-Hltn", "sport = :5201").Length == 0 && attempt < 100; attempt++)
            Thread.Sleep(20);
        In(left, ["iperf3", "-c", address, "-p", "5201", .. options]);
        server.WaitForExit(5000);
    }

    /// <summary>Packets and bytes that went in and out.</summary>
    public (long Packets, long Bytes) Counters(string netns, string link)
    {
        using var json = JsonDocument.Parse(Ip(netns, $"-s -j link show {link}"));
        var all = json.RootElement[0].GetProperty("stats64");
        long Sum(string key) => all.GetProperty("rx").GetProperty(key).GetInt64() + all.GetProperty("tx").GetProperty(key).GetInt64();
        return (Sum("packets"), Sum("bytes"));
    }

    public static string PathOf(string netns) => $"/run/netns/{netns}";

    public static T Inside<T>(string netns, Func<T> open) => NamespaceEntry.Run(PathOf(netns), NamespaceFile.Inode(PathOf(netns)), open);

    public static string Inode(string netns) => NamespaceFile.Inode(PathOf(netns)).ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        foreach (var name in namespaces.ToArray())
            Remove(name);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}{output}");
    }
}
