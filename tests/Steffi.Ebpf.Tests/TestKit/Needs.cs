using System.Runtime.InteropServices;
using Steffi.Bpf;

namespace Steffi.Ebpf.Tests;

internal static class Needs
{
    public static void RootAndLibbpf()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("eBPF is Linux's");
        if (Environment.UserName != "root" || Capabilities.Missing() is { } missing && missing.Length > 0)
            Assert.Skip($"needs root with CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON");
        if (!NativeLibrary.TryLoad("libbpf.so.1", out _))
            Assert.Skip("needs libbpf.so.1 (package libbpf1)");
        Tool("ip", "iproute2");
        Tool("nsenter", "util-linux");
    }

    public static void Tool(string command, string package)
    {
        string path = (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/sbin";
        if (!path.Split(':').Any(directory => File.Exists(Path.Combine(directory, command))))
            Assert.Skip($"needs {command} (package {package})");
    }
}
