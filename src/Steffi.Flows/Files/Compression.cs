using System.IO.Compression;
using ZstdSharp;

namespace Steffi.Flows;

/// <summary>Sees by the first bytes whether a capture is compressed, and reads through it.</summary>
internal static class Compression
{
    private const int MagicLength = 4;

    /// <returns>The capture's own bytes: <paramref name="raw"/> itself when it is not compressed.</returns>
    public static ByteWindow Open(ByteWindow raw)
    {
        if (!raw.Has(MagicLength))
            return raw;
        return raw.Peek(MagicLength) switch
        {
            [0x1f, 0x8b, ..] => new StreamedBytes(new GZipStream(new WindowStream(raw), CompressionMode.Decompress)),
            [0x28, 0xb5, 0x2f, 0xfd] => new StreamedBytes(new DecompressionStream(new WindowStream(raw))),
            _ => raw,
        };
    }

    /// <summary>What is left of a window, as the stream that decompressors read. Does not own it.</summary>
    private sealed class WindowStream(ByteWindow bytes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => bytes.Offset; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.Length == 0 || !bytes.Has(1))
                return 0;
            int count = Math.Min(buffer.Length, bytes.Available);
            bytes.Peek(count).CopyTo(buffer);
            bytes.Take(count);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
