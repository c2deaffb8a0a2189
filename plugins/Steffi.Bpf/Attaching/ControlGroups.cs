namespace Steffi.Bpf;

/// <summary>The hierarchy of control groups, version 2: a program at its root sees all processes.</summary>
internal static class ControlGroups
{
    private const int MountRoot = 3, MountPoint = 4;

    /// <summary>Where its root is mounted; null where it is not.</summary>
    public static string? Root { get; } = File.Exists("/proc/self/mountinfo") ? Find(File.ReadLines("/proc/self/mountinfo")) : null;

    // 41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw
    private static string? Find(IEnumerable<string> mounts) => mounts
        .Where(mount => mount.Contains(" - cgroup2 ", StringComparison.Ordinal)).Select(mount => mount.Split(' '))
        .FirstOrDefault(fields => fields[MountRoot] == "/")?[MountPoint];
}
