using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Steffi.Ebpf.Tests;

/// <summary>Code as a plain user, or without some capabilities, while the rest of the process stays root.</summary>
internal static unsafe partial class Unprivileged
{
    private const nint Nobody = 65534;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>As a plain user.</summary>
    public static void Run(Action action) => Run(() => Assert.Equal(0, syscall(IsArm ? 147 : 117, Nobody, Nobody, Nobody)), action);

    /// <summary>As root without these capabilities, by their numbers in linux/capability.h.</summary>
    public static void RunWithout(int[] capabilities, Action action) => Run(() =>
    {
        // struct __user_cap_header_struct {version, pid}; two of {effective, permitted, inheritable}.
        uint* header = stackalloc uint[] { 0x20080522, 0 }, sets = stackalloc uint[6];
        Assert.Equal(0, syscall(IsArm ? 90 : 125, (nint)header, (nint)sets, 0));
        foreach (int capability in capabilities)
            sets[capability / 32 * 3] &= ~(1u << (capability % 32));
        Assert.Equal(0, syscall(IsArm ? 91 : 126, (nint)header, (nint)sets, 0));
    }, action);

    // On a thread of its own, whose rights the system call changes; the C library's function would change every thread's.
    private static void Run(Action giveUp, Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                giveUp();
                action();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);
}
