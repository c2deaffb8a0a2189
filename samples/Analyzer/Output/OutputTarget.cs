namespace Steffi.Analyzer;

/// <summary>Where a verb's result goes: standard output, or a file that appears when it is whole.</summary>
internal sealed class OutputTarget : IDisposable
{
    private readonly FileInfo? file;
    private readonly string partial = "";
    private bool completed;

    private OutputTarget(FileInfo? file)
    {
        this.file = file;
        if (file is null)
        {
            Stream = Console.OpenStandardOutput();
            return;
        }
        // Beside the target first: whoever reads the file never finds half a result, nor loses the last one to a failed run.
        partial = $"{file.FullName}.{Environment.ProcessId}.partial";
        Stream = new FileStream(partial, FileMode.CreateNew);
    }

    public Stream Stream { get; }

    public bool IsFile => file is not null;

    /// <param name="file">Null for standard output.</param>
    public static OutputTarget Open(FileInfo? file)
    {
        try
        {
            return new OutputTarget(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot write {file!.FullName}: {e.Message}");
        }
    }

    /// <summary>The result is whole; its stream may be closed already.</summary>
    public void Complete()
    {
        Stream.Dispose();
        completed = true;
        if (file is not null)
            File.Move(partial, file.FullName, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (file is not null && !completed)
            File.Delete(partial);
    }
}
