namespace Steffi.Netlink.Kernel;

/// <summary>The errno values that the callers tell apart (asm-generic/errno.h).</summary>
internal static class Errno
{
    public const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EAGAIN = 11, EACCES = 13, EBUSY = 16, ENODEV = 19, EINVAL = 22,
        EMFILE = 24, EOPNOTSUPP = 95, ENOBUFS = 105;

    private static readonly Dictionary<int, string> Names = new()
    {
        [EPERM] = "EPERM",
        [ENOENT] = "ENOENT",
        [ESRCH] = "ESRCH",
        [EINTR] = "EINTR",
        [9] = "EBADF",
        [EAGAIN] = "EAGAIN",
        [12] = "ENOMEM",
        [EACCES] = "EACCES",
        [EBUSY] = "EBUSY",
        [17] = "EEXIST",
        [ENODEV] = "ENODEV",
        [EINVAL] = "EINVAL",
        [23] = "ENFILE",
        [EMFILE] = "EMFILE",
        [28] = "ENOSPC",
        [97] = "EAFNOSUPPORT",
        [EOPNOTSUPP] = "EOPNOTSUPP",
        [ENOBUFS] = "ENOBUFS",
    };

    public static string Name(int errno) => Names.GetValueOrDefault(errno) ?? $"errno {errno}";
}
