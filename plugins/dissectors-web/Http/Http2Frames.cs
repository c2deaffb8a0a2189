using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Finds the first header block among the frames of one direction.</summary>
/// <remarks>Source: RFC 9113, 4 and 6.</remarks>
internal static class Http2Frames
{
    private const byte Headers = 1, Continuation = 9;
    private const byte EndHeaders = 0x04, Padded = 0x08, Priority = 0x20;
    private const int LargestFrame = 1 << 20, LastType = 0x10;

    /// <summary>The fields of the first block.</summary>
    /// <param name="frames">From a frame's head on.</param>
    /// <param name="isBroken">True when there are no frames of HTTP/2 here.</param>
    /// <returns>Null while it is not there to its end.</returns>
    public static List<(string Name, string Value)>? FirstFields(ReadOnlySpan<byte> frames, out bool isBroken)
    {
        var reader = new PayloadReader(frames);
        byte[] block = [];
        bool isOpen = false;
        isBroken = false;
        while (reader.Left >= 9)
        {
            int length = reader.UInt24();
            byte type = reader.Byte(), flags = reader.Byte();
            uint stream = reader.UInt32() & int.MaxValue;
            isBroken = length > LargestFrame || type > LastType || type == Headers && stream == 0;
            if (isBroken)
                return null;
            var body = reader.Bytes(length);
            if (reader.Failed)
                return null;
            if (type == Headers && !isOpen)
                block = WithoutPadding(body, flags).ToArray();
            else if (type == Continuation && isOpen)
                block = [.. block, .. body];
            else
                continue;
            isOpen = true;
            if ((flags & EndHeaders) == 0)
                continue;
            var fields = new List<(string, string)>();
            new HpackDecoder().TryDecode(block, fields);
            return fields;
        }
        return null;
    }

    private static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> body, byte flags)
    {
        var reader = new PayloadReader(body);
        int padding = (flags & Padded) != 0 ? reader.Byte() : 0;
        if ((flags & Priority) != 0)
            reader.Skip(5);
        return reader.Bytes(reader.Left - padding);
    }
}
