using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>Which of the files in a plugin's folder is the plugin, and when have they changed.</summary>
public sealed class PluginFolderTests : IDisposable
{
    private readonly TempFolder root = new();

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("Netlink.dll", "Netlink.dll", "Other.dll", "Other.deps.json")]
    [InlineData("Steffi.Plugins.Netlink.dll", "Steffi.Plugins.Netlink.dll", "Other.dll", "Other.deps.json")]
    [InlineData("Acme.dll", "Acme.dll", "Acme.deps.json", "Library.dll")]
    [InlineData("Acme.dll", "Acme.dll", "Acme.pdb")]
    public void Main_assembly_is_found(string expected, params string[] files) =>
        Assert.Equal(expected, Path.GetFileName(Folder(files).FindMainAssembly()));

    [Fact]
    public void Name_ends_at_a_dot()
    {
        var error = Assert.Throws<PluginLoadException>(Folder("Fastnetlink.dll", "Library.dll").FindMainAssembly);
        Assert.Contains("which of 2 assemblies", error.Reason, StringComparison.Ordinal);
        Assert.Equal("netlink", error.Plugin);
    }

    [Fact]
    public void Folder_without_an_assembly_is_an_error_that_names_it()
    {
        var folder = Folder("README.md");
        var error = Assert.Throws<PluginLoadException>(folder.FindMainAssembly);
        Assert.Equal($"Plugin 'netlink': {folder.Path}: no assembly (*.dll) in this folder", error.Message);
    }

    [Fact]
    public void Fingerprint_is_the_same_while_nothing_changes()
    {
        var folder = Folder("Netlink.dll");
        Assert.Equal(folder.Fingerprint(), folder.Fingerprint());
    }

    [Fact]
    public void Fingerprint_sees_a_file_written_added_and_removed()
    {
        var folder = Folder("Netlink.dll");
        var seen = new HashSet<string> { folder.Fingerprint() };
        root.Write("netlink/Netlink.dll", "longer than before");
        Assert.True(seen.Add(folder.Fingerprint()), "written");
        root.Write("netlink/runtimes/linux/native.so", "");
        Assert.True(seen.Add(folder.Fingerprint()), "added below");
        File.Delete(Path.Combine(folder.Path, "Netlink.dll"));
        Assert.True(seen.Add(folder.Fingerprint()), "removed");
    }

    [Fact]
    public void Fingerprint_is_empty_without_files_and_without_a_folder()
    {
        Directory.CreateDirectory(Path.Combine(root, "netlink", "empty"));
        Assert.Equal("", new PluginFolder("netlink", Path.Combine(root, "netlink")).Fingerprint());
        Assert.Equal("", new PluginFolder("gone", Path.Combine(root, "gone")).Fingerprint());
    }

    [Fact]
    public void Folders_with_a_dot_first_are_not_plugins()
    {
        root.Write(".incoming/Netlink.dll", "");
        root.Write("netlink/Netlink.dll", "");
        Assert.Equal(["netlink"], PluginFolder.AllIn(root).Keys);
    }

    private PluginFolder Folder(params string[] files)
    {
        foreach (var file in files)
            root.Write("netlink/" + file, "");
        return new("netlink", Path.Combine(root, "netlink"));
    }
}
