using System.Diagnostics;

namespace Steffi.Analyzer.Tests;

/// Three network namespaces: 10.1.0.1 in one and 10.2.0.1 in another, and between them one that forwards.
internal sealed class TestRouter : IDisposable
{
    private static int last;

    /// Skips the test where this is not allowed.
    public TestRouter()
    {
        if (!Environment.IsPrivilegedProcess || Run("ip", "netns", "add", Router) != 0)
            Assert.Skip("needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, to make network namespaces and to capture in them");
        Connect(Left, "10.1.0", LeftPort);
        Connect(Right, "10.2.0", $"{LeftPort}r");
        Assert.Equal(0, Run("ip", "netns", "exec", Router, "sysctl", "-qw", "net.ipv4.ip_forward=1"));
    }

    /// The namespace of 10.1.0.1.
    public string Left { get; } = $"strl{Environment.ProcessId}-{Interlocked.Increment(ref last)}";

    /// The namespace of 10.2.0.1.
    public string Right { get; } = $"strr{Environment.ProcessId}-{last}";

    /// The router's interface on the left.
    public string LeftPort { get; } = $"str{Environment.ProcessId % 100000}x{last}";

    private string Router { get; } = $"strm{Environment.ProcessId}-{last}";

    public void Dispose()
    {
        foreach (string netns in new[] { Left, Right, Router })
            Run("ip", "netns", "del", netns);
    }

    private void Connect(string netns, string prefix, string port)
    {
        string[] commands =
        [
            $"netns add {netns}", $"-n {netns} link set lo up", $"-n {netns} link add eth0 type veth peer name {port} netns {Router}",
            $"-n {netns} addr add {prefix}.1/24 dev eth0", $"-n {Router} addr add {prefix}.2/24 dev {port}",
            $"-n {netns} link set eth0 up", $"-n {Router} link set {port} up", $"-n {netns} route add default via {prefix}.2",
        ];
        foreach (string command in commands)
            Assert.Equal(0, Run("ip", command.Split(' ')));
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
