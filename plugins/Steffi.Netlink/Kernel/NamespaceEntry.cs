using System.Runtime.InteropServices;

namespace Steffi.Netlink.Kernel;

/// <summary>Runs a little code inside another network namespace.</summary>
internal static class NamespaceEntry
{
    /// <summary>
    /// Opens something in the namespace behind the path, on a thread made for it that ends afterwards: setns(2) moves one thread,
    /// and a thread that never returns to the pool can leave no other work in the wrong namespace. What was opened stays there.
    /// </summary>
    /// <param name="path">A namespace's file.</param>
    /// <param name="inode">The namespace it is expected to be: a path may be reused at any moment.</param>
    /// <param name="open">Runs inside; its exception is rethrown here.</param>
    /// <exception cref="KernelCallException">open or setns was refused (needs CAP_SYS_ADMIN), or ENOENT: the path is another namespace by now.</exception>
    public static T Run<T>(string path, long inode, Func<T> open)
    {
        int descriptor = NamespaceFile.Open(path);
        try
        {
            if (NamespaceFile.Inode($"/proc/self/fd/{descriptor}") != inode)
                throw new KernelCallException("open", path, Errno.ENOENT);
            return OnOwnThread(path, descriptor, open);
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }

    private static T OnOwnThread<T>(string path, int descriptor, Func<T> open)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Libc.setns(descriptor, Libc.CLONE_NEWNET) < 0)
                    throw new KernelCallException("setns", path, Marshal.GetLastPInvokeError(), "CAP_SYS_ADMIN");
                result = open();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, maxStackSize: 256 * 1024)
        { IsBackground = true, Name = "setns" };
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return result!;
    }
}
