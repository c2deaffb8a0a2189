using System.Diagnostics;
using Steffi.Netlink.Kernel;

namespace Steffi.Ebpf.Tests;

/// <summary>Two namespaces of the test's own and a veth between them, quiet: no addresses unless asked, no IPv6.</summary>
internal sealed class VethPair : IDisposable
{
    private static int _count;
    private readonly List<string> _namespaces = [];

    /// <param name="addressed">Whether the ends are 10.9.8.1 and 10.9.8.2.</param>
    public VethPair(bool addressed = false)
    {
        Needs.RootAndLibbpf();
        string name = $"stf{Environment.ProcessId % 100_000}x{Interlocked.Increment(ref _count)}";
        Left = name + "l";
        Right = name + "r";
        try
        {
            foreach (string one in new[] { Left, Right })
            {
                Run("ip", "netns", "add", one);
                _namespaces.Add(one);
                In(one, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
                In(one, "ip", "link", "set", "lo", "up");
            }
            Run("ip", "-n", Left, "link", "add", "veth0", "address", "02:00:00:00:00:01", "type", "veth", "peer", "name", "veth0", "address", "02:00:00:00:00:02", "netns", Right);
            foreach (string one in _namespaces)
            {
                if (addressed)
                    Run("ip", "-n", one, "address", "add", (one == Left ? "10.9.8.1" : "10.9.8.2") + "/24", "dev", "veth0");
                Run("ip", "-n", one, "link", "set", "veth0", "up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Left { get; }

    public string Right { get; }

    public static string Path(string name) => "/run/netns/" + name;

    /// <summary>Does something inside a namespace, on a thread of its own.</summary>
    public static T Inside<T>(string name, Func<T> what) => NamespaceEntry.Run(Path(name), NamespaceFile.Inode(Path(name)), what);

    public static string In(string name, params string[] command) => Run("nsenter", [$"--net={Path(name)}", .. command]);

    public static string Run(string program, params string[] arguments)
    {
        var (code, output) = Try(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public static (int Code, string Output) Try(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void Dispose()
    {
        foreach (string one in _namespaces)
            Try("ip", "netns", "delete", one);
    }
}
