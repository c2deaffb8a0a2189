namespace Steffi.Analyzer;

/// <summary>Standard input that ends when it is cancelled: a read of a pipe that stays silent would wait for ever.</summary>
internal sealed class StandardInput(CancellationToken cancel) : Stream
{
    /// <summary>What a command line calls it.</summary>
    public const string Path = "-";

    /// <summary>What messages call it.</summary>
    public const string Name = "standard input";

    private const int LookEveryMilliseconds = 100;

    private readonly Stream input = Console.OpenStandardInput();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (!cancel.IsCancellationRequested)
            if (Descriptors.Wait(0, Descriptors.Readable, LookEveryMilliseconds))
                return input.Read(buffer);
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
