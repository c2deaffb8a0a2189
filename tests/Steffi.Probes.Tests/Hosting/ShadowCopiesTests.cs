using Xunit;

namespace Steffi.Probes.Tests;

public sealed class ShadowCopiesTests
{
    [Fact]
    public void Copy_has_every_file_and_only_this_user_may_enter()
    {
        using var root = new TempFolder();
        root.Write("p/a.dll", "a");
        root.Write("p/runtimes/linux/b.so", "b");
        using var shadows = new ShadowCopies();
        var copy = shadows.Copy(new("p", Path.Combine(root, "p")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(copy, "a.dll")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(copy, "runtimes/linux/b.so")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public void Two_copies_of_a_plugin_lie_apart()
    {
        using var root = new TempFolder();
        root.Write("p/a.dll", "a");
        using var shadows = new ShadowCopies();
        var plugin = new PluginFolder("p", Path.Combine(root, "p"));
        Assert.NotEqual(shadows.Copy(plugin), shadows.Copy(plugin));
    }

    [Fact]
    public void What_a_killed_host_left_is_deleted_and_what_a_living_one_uses_is_not()
    {
        using var root = new TempFolder();
        root.Write("p/a.dll", "a");
        using var living = new ShadowCopies();
        var used = living.Copy(new("p", Path.Combine(root, "p")));
        var left = Directory.CreateTempSubdirectory("steffi-plugins-").FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        using var next = new ShadowCopies();
        Assert.True(File.Exists(Path.Combine(used, "a.dll")));
        Assert.False(Directory.Exists(left));
    }
}
