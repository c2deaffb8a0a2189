using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The header blocks and contents of one direction, in their order.</summary>
/// <remarks>Source: RFC 9113, 4 and 6.</remarks>
internal sealed class Http2Frames
{
    private const byte Data = 0, Headers = 1, PushPromise = 5, Continuation = 9;
    private const byte EndHeaders = 0x04, Padded = 0x08, Priority = 0x20;
    private const int HeadLength = 9, PromisedStream = 4, LargestFrame = 1 << 20;

    private readonly HpackDecoder decoder = new();
    private byte[]? block;
    private bool isPromise;

    /// <summary>Where the next frame begins in what is left; maybe behind what there is.</summary>
    public int At { get; set; }

    /// <summary>Leaves what was read.</summary>
    /// <returns>How much that was.</returns>
    public int Take(int length)
    {
        int taken = Math.Min(At, length);
        At -= taken;
        return taken;
    }

    /// <summary>Leaves out what the capture has not: only within a frame that is not wanted the next one can be found.</summary>
    public void Skip(int bytes)
    {
        IsBroken |= At < bytes;
        At = Math.Max(At - bytes, 0);
    }

    /// <summary>True when there are no frames of HTTP/2 here.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The next block or content that is there to its end.</summary>
    /// <param name="bytes">What is left of the direction.</param>
    /// <param name="stream">Whose it is.</param>
    /// <param name="header">The fields of a block; null for content.</param>
    /// <param name="content">What a frame of data holds.</param>
    public bool TryNext(ReadOnlySpan<byte> bytes, out uint stream, out List<(string Name, string Value)>? header, out ReadOnlySpan<byte> content)
    {
        (stream, header) = (0, null);
        content = default;
        while (!IsBroken && bytes.Length - At >= HeadLength)
        {
            var reader = new PayloadReader(bytes[At..]);
            int length = reader.UInt24();
            byte type = reader.Byte(), flags = reader.Byte();
            stream = reader.UInt32() & int.MaxValue;
            IsBroken = length > LargestFrame || type is Data or Headers && stream == 0;
            bool isWanted = type is Data or Headers or PushPromise or Continuation;
            if (IsBroken || isWanted && reader.Left < length)
                return false;
            At += HeadLength + length;
            if (!isWanted)
                continue;
            var body = reader.Bytes(length);
            if (type == Data)
            {
                content = WithoutPadding(body, (byte)(flags & ~Priority));
                return true;
            }
            if (type != Continuation)
                (block, isPromise) = ([], type == PushPromise);
            if (block is null)
                continue;
            block = [.. block, .. type == Continuation ? body : WithoutPadding(body, flags, isPromise ? PromisedStream : 0)];
            if ((flags & EndHeaders) == 0)
                continue;
            header = [];
            decoder.TryDecode(block, header);
            block = null;
            // A promise is decoded for the sake of the table only.
            if (!isPromise)
                return true;
            header = null;
        }
        return false;
    }

    private static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> body, byte flags, int skipped = 0)
    {
        var reader = new PayloadReader(body);
        int padding = (flags & Padded) != 0 ? reader.Byte() : 0;
        if ((flags & Priority) != 0)
            reader.Skip(5);
        reader.Skip(skipped);
        return reader.Bytes(reader.Left - padding);
    }
}
