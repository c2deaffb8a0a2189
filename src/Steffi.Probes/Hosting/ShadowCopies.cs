namespace Steffi.Probes;

/// <summary>
/// Plugins run from copies, so that their files can be replaced at any time: overwriting a file that is mapped into
/// a process changes the running code, or ends the process with SIGBUS.
/// </summary>
internal sealed class ShadowCopies : IDisposable
{
    private const string Prefix = "steffi-plugins-";
    private const string LockName = "lock";
    private readonly string root;
    private readonly FileStream alive;
    private int count;

    /// <summary>Makes a folder below the system's temporary one that only this user can enter.</summary>
    public ShadowCopies()
    {
        DeleteLeftovers();
        root = Directory.CreateTempSubdirectory(Prefix).FullName;
        alive = new FileStream(Path.Combine(root, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public string Copy(PluginFolder plugin)
    {
        var copy = Path.Combine(root, $"{plugin.Name}-{Interlocked.Increment(ref count)}");
        foreach (var file in Directory.EnumerateFiles(plugin.Path, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(plugin.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public void Dispose()
    {
        alive.Dispose();
        TryDelete(root);
    }

    public static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use where the system locks mapped files, or gone already. The next host's start tries again.
        }
    }

    /// <summary>Deletes what hosts left that were killed: folders whose lock nobody holds.</summary>
    private static void DeleteLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                // Opened, not created: a folder without the file is being made at this moment.
                using (new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            TryDelete(folder);
        }
    }
}
