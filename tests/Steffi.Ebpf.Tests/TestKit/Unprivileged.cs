using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Steffi.Ebpf.Tests;

/// <summary>Code as a plain user, while the rest of the process stays root.</summary>
internal static partial class Unprivileged
{
    private const nint Nobody = 65534;

    /// <summary>Runs on a thread of its own, whose user the system call changes; the C library's function would change every thread's.</summary>
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117, Nobody, Nobody, Nobody));
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
    private static partial nint syscall(nint setresuid, nint real, nint effective, nint saved);
}
