namespace Steffi.Flows;

/// <summary>A capture file is not what it should be: says which, where, and what is wrong.</summary>
public sealed class CaptureFormatException : IOException
{
    internal CaptureFormatException(string file, long offset, string problem) : base($"{file}, byte {offset}: {problem}") =>
        (File, Offset, Problem) = (file, offset, problem);

    /// <summary>The file's path, or what its opener called it.</summary>
    public string File { get; }

    /// <summary>Bytes from the start of the capture, where the broken record begins; in a compressed file after decompression.</summary>
    public long Offset { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }
}
