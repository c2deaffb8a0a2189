namespace Steffi.Flows;

/// <summary>
/// Reads the frames of a capture: pcap in both byte orders and time resolutions, or pcapng; as it is, or compressed with gzip or zstd.
/// What it is, its first bytes say.
/// </summary>
/// <example>
/// Meter a file:
/// <code>
/// using var file = CaptureFile.Open("capture.pcap");
/// using var table = new FlowTable(new FlowTableOptions(), flow => Console.WriteLine(flow.TrackingID));
/// while (file.TryRead(out var frame)) table.Add(frame);
/// table.Flush();
/// </code>
/// </example>
/// <remarks>
/// Not thread-safe. An uncompressed file is mapped and walked in place, so it must not be truncated meanwhile (appending is fine, and
/// not seen). No bytes make it throw after <see cref="Open(string)"/>: where a capture is broken or cut short it ends, and <see cref="Damage"/> says so.
/// </remarks>
public sealed class CaptureFile : IDisposable
{
    private readonly ByteWindow raw, bytes;
    private readonly RecordReader records;

    private CaptureFile(ByteWindow raw, string name)
    {
        Name = name;
        this.raw = raw;
        bytes = Compression.Open(raw);
        records = RecordReader.For(bytes) ?? throw NotACapture();
    }

    /// <summary>The file's path, or what its opener called it.</summary>
    public string Name { get; }

    /// <summary>Set when reading ended before the capture did: where and why.</summary>
    public CaptureFormatException? Damage { get; private set; }

    /// <summary>Bytes read so far of <see cref="Length"/>, compressed where the file is.</summary>
    public long Position => raw.Offset;

    /// <summary>Bytes of the file; null for a stream.</summary>
    public long? Length => raw.Length;

    /// <summary>Opens a file. One that cannot be mapped (a pipe) is read as a stream.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CaptureFormatException">It is no capture.</exception>
    /// <exception cref="IOException">It cannot be opened or read; <see cref="UnauthorizedAccessException"/> where it may not.</exception>
    public static CaptureFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return Open(file.CanSeek && file.Length > 0 ? new MappedBytes(file) : new StreamedBytes(file), path);
    }

    /// <summary>Reads a stream: standard input, a download.</summary>
    /// <param name="stream">From its position on; disposed with this.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="CaptureFormatException">It is no capture.</exception>
    public static CaptureFile Open(Stream stream, string name) => Open(new StreamedBytes(stream), name);

    private static CaptureFile Open(ByteWindow raw, string name)
    {
        try
        {
            return new CaptureFile(raw, name);
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    /// <summary>The next frame.</summary>
    /// <param name="frame">Its bytes are valid until the next call.</param>
    /// <returns>False at the end, and where <see cref="Damage"/> says that it goes on no more.</returns>
    /// <exception cref="IOException">The stream beneath failed.</exception>
    public bool TryRead(out Frame frame)
    {
        if (Damage is null && records.TryRead(out frame))
            return true;
        frame = default;
        if (Damage is null && (bytes.Failure ?? records.Problem) is { } problem)
            Damage = new CaptureFormatException(Name, bytes.Offset, problem);
        return false;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        bytes.Dispose();
        raw.Dispose();
    }

    private CaptureFormatException NotACapture() => new(Name, 0, (bytes.Failure, bytes.Available) switch
    {
        ({ } failure, _) => failure,
        (_, 0) => "empty, not even the header of a capture",
        _ => "neither pcap nor pcapng, by its first bytes",
    });
}
