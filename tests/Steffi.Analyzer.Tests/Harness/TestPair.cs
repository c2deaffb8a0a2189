using System.Diagnostics;

namespace Steffi.Analyzer.Tests;

/// Two namespaces of the test's own with a veth pair between them, 10.0.0.1 and 10.0.0.2; both gone when disposed.
internal sealed class TestPair : IDisposable
{
    private static int last;

    /// Skips the test where this is not allowed.
    public TestPair()
    {
        if (!Environment.IsPrivilegedProcess || Run("ip", "netns", "add", Left) != 0)
            Assert.Skip("needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, to make network namespaces and to capture in them");
        Assert.Equal(0, Run("ip", "netns", "add", Right));
        Assert.Equal(0, Run("ip", "-n", Left, "link", "add", Name, "type", "veth", "peer", "name", "eth0", "netns", Right));
        foreach (var (netns, link, address) in ((string, string, string)[])[(Left, Name, "10.0.0.1/24"), (Right, "eth0", "10.0.0.2/24")])
        {
            Assert.Equal(0, Run("ip", "-n", netns, "addr", "add", address, "dev", link));
            Assert.Equal(0, Run("ip", "-n", netns, "link", "set", link, "up"));
        }
    }

    /// The namespace of 10.0.0.1.
    public string Left { get; } = $"stpl{Environment.ProcessId}-{Interlocked.Increment(ref last)}";

    /// The namespace of 10.0.0.2.
    public string Right { get; } = $"stpr{Environment.ProcessId}-{last}";

    /// Of the end with 10.0.0.1.
    public string Name { get; } = $"stp{Environment.ProcessId % 100000}x{last}";

    public void Ping(int count) => Assert.Equal(0, Run("nsenter", $"--net=/run/netns/{Left}", "ping", "-q", "-c", $"{count}", "-i", "0.01", "10.0.0.2"));

    public void Dispose()
    {
        Run("ip", "netns", "del", Left);
        Run("ip", "netns", "del", Right);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
