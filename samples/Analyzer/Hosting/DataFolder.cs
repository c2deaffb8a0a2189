namespace Steffi.Analyzer;

/// <summary>The folder of one host's history, held for as long as the host runs.</summary>
/// <remarks><c>graph/</c> is the store; <c>lock</c> is locked by the running host and names its process.</remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    public string StorePath => System.IO.Path.Combine(Path, "graph");

    /// <exception cref="CommandException">It cannot be made or written, or another host has it.</exception>
    public static DataFolder Hold(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            // History tells who talked with whom: for the owner only.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            held.Flush();
            return new DataFolder(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException($"the data folder {path} cannot be used: {e.Message} Choose another with --data DIR, or run with --memory.");
        }
        catch (IOException) when (HolderOf(file) is { } holder)
        {
            throw new CommandException($"the data folder {path} is in use by another steffi ({holder}). Ask that one, end it, or choose another folder with --data DIR.");
        }
        catch (IOException e)
        {
            throw new CommandException($"the data folder {path} cannot be used: {e.Message} Choose another with --data DIR, or run with --memory.");
        }
    }

    public void Dispose() => held.Dispose();

    // FileShare.None is an advisory lock; opening the file in a way that asks for no lock still reads it.
    private static string? HolderOf(string file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadLine() is { Length: > 0 } pid ? $"process {pid}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
