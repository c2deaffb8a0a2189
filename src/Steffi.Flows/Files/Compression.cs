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
            [0x1f, 0x8b, ..] => new StreamedBytes(new WholeGzip(new WindowStream(raw, WholeGzip.Seal))),
            [0x28, 0xb5, 0x2f, 0xfd] => new StreamedBytes(new DecompressionStream(new WindowStream(raw))),
            _ => raw,
        };
    }

    /// <summary>Bytes from front to back, for who reads by spans.</summary>
    private abstract class ReadStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public abstract override int Read(Span<byte> buffer);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>What is left of a window, as the stream that decompressors read. Does not own it.</summary>
    private sealed class WindowStream(ByteWindow bytes, byte[]? seal = null) : ReadStream
    {
        /// <summary>Whether what is read now is the seal behind the last byte.</summary>
        public bool IsAtSeal { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.Length == 0)
                return 0;
            if (!bytes.Has(1))
                return Sealed(buffer);
            int count = Math.Min(buffer.Length, bytes.Available);
            bytes.Peek(count).CopyTo(buffer);
            bytes.Take(count);
            return count;
        }

        // There is room for it: decompressors read kilobytes.
        private int Sealed(Span<byte> buffer)
        {
            if (seal is null || IsAtSeal)
                return 0;
            seal.CopyTo(buffer);
            IsAtSeal = true;
            return seal.Length;
        }
    }

    /// <summary>
    /// gzip that says where it is cut short, which <see cref="GZipStream"/> takes for an end like any other: behind the last byte it is given one
    /// member more, which comes out as what went into it only where the one before is whole.
    /// </summary>
    private sealed class WholeGzip(WindowStream input) : ReadStream
    {
        private readonly GZipStream _gzip = new(input, CompressionMode.Decompress);
        private bool _isEnded;

        public static byte[] Seal { get; } = MakeSeal();

        private static ReadOnlySpan<byte> Mark => "nothing is missing"u8;

        /// <exception cref="EndOfStreamException">It is cut short.</exception>
        /// <exception cref="InvalidDataException">It is damaged.</exception>
        public override int Read(Span<byte> buffer)
        {
            if (_isEnded)
                return 0;
            try
            {
                int count = _gzip.Read(buffer);
                if (!input.IsAtSeal)
                    return count;
                _isEnded = IsMark(buffer[..count]);
            }
            catch (InvalidDataException) when (input.IsAtSeal)
            {
                // The seal was taken for the rest of what is missing.
            }
            return _isEnded ? 0 : throw new EndOfStreamException();
        }

        // The reader's buffer may have had room for its beginning only.
        private bool IsMark(ReadOnlySpan<byte> beginning)
        {
            if (!Mark.StartsWith(beginning))
                return false;
            Span<byte> rest = stackalloc byte[Mark.Length + 1];
            int count = _gzip.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
            return Mark[beginning.Length..].SequenceEqual(rest[..count]);
        }

        protected override void Dispose(bool disposing) => _gzip.Dispose();

        private static byte[] MakeSeal()
        {
            using var member = new MemoryStream();
            using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
                gzip.Write(Mark);
            return member.ToArray();
        }
    }
}
