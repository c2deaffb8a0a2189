using System.Runtime.InteropServices;

namespace Steffi.Analyzer;

/// <summary>Where a verb's result goes: standard output, a device or pipe, or a file that appears when it is whole.</summary>
internal sealed class OutputTarget : IDisposable
{
    // linux/stat.h: of struct statx, which is the same on every architecture.
    private const int CurrentFolder = -100, WantsType = 1, ModeAt = 28, TypeMask = 0xF000, RegularFile = 0x8000;

    private readonly string? path, partial;
    private bool completed;

    private OutputTarget(FileInfo? file)
    {
        IsFile = file is not null;
        if (file is null)
            Stream = new StandardOutput();
        else if (IsSpecial(file.FullName))
            Stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Write);
        else
        {
            // Beside the target first: whoever reads the file never finds half a result, nor loses the last one to a failed run. A link stays one.
            path = (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!).FullName;
            partial = $"{path}.{Environment.ProcessId}.partial";
            Stream = new FileStream(partial, FileMode.CreateNew);
        }
    }

    public Stream Stream { get; }

    public bool IsFile { get; }

    /// <param name="file">Null for standard output.</param>
    public static OutputTarget Open(FileInfo? file)
    {
        if (file is { Directory.Exists: false })
            throw new CommandException($"cannot write {file.FullName}: there is no folder {file.DirectoryName}");
        if (file is not null && Directory.Exists(file.FullName))
            throw new CommandException($"cannot write {file.FullName}: it is a folder");
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
        if (path is not null)
            File.Move(partial!, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException) when (!completed)
        {
            // What could not be written has been said by then; what is left in the buffer finds no place either.
        }
        if (partial is not null && !completed)
            File.Delete(partial);
    }

    // A device or a pipe is written to; a file put in its place would be the end of it.
    private static bool IsSpecial(string path)
    {
        var status = new byte[256];
        return Status(CurrentFolder, path, 0, WantsType, status) == 0 && (BitConverter.ToUInt16(status, ModeAt) & TypeMask) != RegularFile;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);
}
