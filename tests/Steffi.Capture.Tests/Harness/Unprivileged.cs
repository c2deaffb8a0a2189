using System.Runtime.InteropServices;

namespace Steffi.Capture.Tests;

/// <summary>Code as a plain user, while the rest of the process stays root.</summary>
internal static partial class Unprivileged
{
    private const nint SetResUid = 117, SetResUidArm = 147, Nobody = 65534;   // x86-64 and arm64; the C library's function would change every thread

    /// <summary>Runs the action on a thread of its own that gave up root for good.</summary>
    public static void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? SetResUidArm : SetResUid, Nobody, Nobody, Nobody));
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
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);
}
