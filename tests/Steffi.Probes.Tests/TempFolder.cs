namespace Steffi.Probes.Tests;

/// <summary>A folder of a test's own, deleted with it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("steffi-test-").FullName;

    public static implicit operator string(TempFolder folder) => folder.Path;

    /// <summary>Puts a plugin that was built with the tests into this folder, over what is there.</summary>
    /// <param name="plugin">Its project: English1, English2, French.</param>
    /// <param name="name">The folder it gets: the plugin's name.</param>
    public string Drop(string plugin, string name)
    {
        var target = System.IO.Path.Combine(Path, name);
        Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "plugins", plugin), target);
        return target;
    }

    public static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    public string Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
