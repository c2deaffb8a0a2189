using System.Diagnostics;

namespace Steffi.Analyzer.Tests;

/// Two namespaces of the test's own with a veth pair between them, 10.0.0.1 and 10.0.0.2; both gone when disposed.
internal sealed class TestPair : IDisposable
{
    private static int last;

    private readonly string left = $"stpl{Environment.ProcessId}-{Interlocked.Increment(ref last)}", right = $"stpr{Environment.ProcessId}-{last}";

    /// Skips the test where this is not allowed.
    public TestPair()
    {
        if (!Environment.IsPrivilegedProcess || Run("ip", "netns", "add", left) != 0)
            Assert.Skip("needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, to make network namespaces and to capture in them");
        Assert.Equal(0, Run("ip", "netns", "add", right));
        Assert.Equal(0, Run("ip", "-n", left, "link", "add", Name, "type", "veth", "peer", "name", "eth0", "netns", right));
        foreach (var (netns, link, address) in ((string, string, string)[])[(left, Name, "10.0.0.1/24"), (right, "eth0", "10.0.0.2/24")])
        {
            Assert.Equal(0, Run("ip", "-n", netns, "addr", "add", address, "dev", link));
            Assert.Equal(0, Run("ip", "-n", netns, "link", "set", link, "up"));
        }
    }

    /// Of the end with 10.0.0.1.
    public string Name { get; } = $"stp{Environment.ProcessId % 100000}x{last}";

    public void Ping(int count) => Assert.Equal(0, Run("nsenter", $"--net=/run/netns/{left}", "ping", "-q", "-c", $"{count}", "-i", "0.01", "10.0.0.2"));

    public void Dispose()
    {
        Run("ip", "netns", "del", left);
        Run("ip", "netns", "del", right);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
