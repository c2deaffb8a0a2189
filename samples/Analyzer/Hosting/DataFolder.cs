namespace Steffi.Analyzer;

/// <summary>The folder of one host's history, held for as long as the host runs.</summary>
/// <remarks><c>graph/</c> and <c>flows/</c> are the stores; <c>captures.json</c> holds the standing captures; <c>lock</c> is locked while a host runs, and <c>pid</c> names that host's process.</remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    public string StorePath => System.IO.Path.Combine(Path, "graph");

    public string FlowsPath => System.IO.Path.Combine(Path, "flows");

    public string CapturesPath => System.IO.Path.Combine(Path, "captures.json");

    /// <exception cref="CommandException">It cannot be made or written, or another host has it.</exception>
    public static DataFolder Hold(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var pid = System.IO.Path.Combine(path, "pid");
        try
        {
            // History tells who talked with whom: for the owner only.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var held = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pid, $"{Environment.ProcessId}\n");
            return new DataFolder(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException($"the data folder {path} cannot be used: {e.Message} Choose another with --data DIR, or run with --memory.");
        }
        catch (IOException) when (HolderOf(pid) is { } holder)
        {
            throw new CommandException($"the data folder {path} is in use by another steffi ({holder}). Ask that one, end it, or choose another folder with --data DIR.");
        }
        catch (IOException e)
        {
            throw new CommandException($"the data folder {path} cannot be used: {e.Message} Choose another with --data DIR, or run with --memory.");
        }
    }

    public void Dispose() => held.Dispose();

    // The file may be a dead host's: it says something only about a folder that is locked.
    private static string? HolderOf(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), out int pid) && Directory.Exists($"/proc/{pid}") ? $"process {pid}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
