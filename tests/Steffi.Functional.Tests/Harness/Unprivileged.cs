using System.Runtime.InteropServices;

namespace Steffi.Functional.Tests;

/// <summary>Code as a plain user, while the rest of the process stays root.</summary>
internal static partial class Unprivileged
{
    private const nint SetResUid = 117;   // x86-64; the C library's own function would change every thread of the process
    private const nint SetResUidArm = 147;
    private const nint Nobody = 65534;

    /// <summary>Runs the action on a thread of its own that gave up root for good.</summary>
    public static void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            nint number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? SetResUidArm : SetResUid;
            try
            {
                Assert.Equal(0, syscall(number, Nobody, Nobody, Nobody));
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("failed as a plain user", failure);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);
}
