using System.Runtime.InteropServices;

namespace Steffi.Benchmarks;

/// <summary>Work in a network namespace, on a thread made for it.</summary>
internal static class NetworkNamespace
{
    private const int CLONE_NEWNET = 0x40000000;

    public static T In<T>(string path, Func<T> work)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                int descriptor = open(path, 0);
                if (setns(descriptor, CLONE_NEWNET) < 0)
                    throw new InvalidOperationException($"setns: errno {Marshal.GetLastPInvokeError()}");
                _ = close(descriptor);
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int descriptor, int kind);
}
