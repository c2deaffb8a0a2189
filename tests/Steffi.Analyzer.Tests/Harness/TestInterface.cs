using System.Diagnostics;

namespace Steffi.Analyzer.Tests;

/// A veth pair in a namespace of the test's own; both gone when disposed.
internal sealed class TestInterface : IDisposable
{
    private static int last;

    private readonly string netns = $"stfan{Environment.ProcessId}-{Interlocked.Increment(ref last)}";

    /// Skips the test where this is not allowed.
    public TestInterface()
    {
        if (!Environment.IsPrivilegedProcess || Ip("netns", "add", netns) != 0)
            Assert.Skip("needs CAP_SYS_ADMIN and CAP_NET_ADMIN, to make a network namespace and a veth pair in it");
    }

    public string Name { get; } = $"stfa{Environment.ProcessId % 100000}x{last}";

    public void Add() => Assert.Equal(0, Ip("-n", netns, "link", "add", Name, "type", "veth", "peer", "name", Name + "p"));

    public void Delete() => Assert.Equal(0, Ip("-n", netns, "link", "del", Name));

    public void Dispose() => Ip("netns", "del", netns);

    private static int Ip(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
