using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Steffi.Netlink.Tests;

/// <summary>Messages recorded from a kernel, by file and label.</summary>
internal static class Recorded
{
    public static byte[] Message(string file, string label) => All(file).Single(m => m.Label == label).Bytes;

    /// <summary>Without the netlink header.</summary>
    public static ReadOnlySpan<byte> Payload(string file, string label) => Message(file, label).AsSpan(MessageReader.HeaderLength);

    public static IEnumerable<(string Label, byte[] Bytes)> All(string file) => File.ReadLines(Path.Combine(Folder(), file + ".txt"))
        .Select(line => line.Split(' ')).Select(parts => (parts[0], Convert.FromHexString(parts[1])));

    public static readonly string[] Files = ["links", "bridge_links", "addresses", "routes", "neighbors", "forwarding"];

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Recorded");
}

/// <summary>Assembles messages that this kernel cannot be made to send.</summary>
internal sealed class Bytes
{
    private readonly List<byte> _bytes = [];

    public static Bytes Link(int index, ushort hardware = 1, uint flags = 0x1043, byte family = 0)
    {
        var bytes = new Bytes();
        var header = new byte[LinkMessage.HeaderLength];
        header[0] = family;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), hardware);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), flags);
        bytes._bytes.AddRange(header);
        return bytes;
    }

    /// <summary>A link with its kind's attributes, and those of the port that it is.</summary>
    public static byte[] Kind(string kind, Action<Bytes>? data = null, string? portKind = null, Action<Bytes>? port = null, int link = 0) =>
        Link(9).Text(3, "x0").U32(4, 1500).MAC(1, "02:00:00:00:00:09").Also(b => { if (link != 0) b.U32(5, (uint)link); })
            .Nest(18, info =>
            {
                if (kind.Length > 0)
                    info.Text(1, kind);
                if (data is not null)
                    info.Nest(2, data);
                if (portKind is not null)
                    info.Text(4, portKind);
                if (port is not null)
                    info.Nest(5, port);
            }).Done();

    public byte[] Done() => [.. _bytes];

    public Bytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Bytes Also(Action<Bytes> more)
    {
        more(this);
        return this;
    }

    public Bytes Attribute(int type, params byte[] value)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(value.Length + 4));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)type);
        _bytes.AddRange(header);
        _bytes.AddRange(value);
        while (_bytes.Count % 4 != 0)
            _bytes.Add(0);
        return this;
    }

    public Bytes Nest(int type, Action<Bytes> inner)
    {
        var nested = new Bytes();
        inner(nested);
        return Attribute(type | 0x8000, nested.Done());
    }

    public Bytes U8(int type, byte value) => Attribute(type, value);

    public Bytes U16(int type, int value) => Attribute(type, (byte)value, (byte)(value >> 8));

    public Bytes U16Network(int type, int value) => Attribute(type, (byte)(value >> 8), (byte)value);

    public Bytes U32(int type, uint value) => Attribute(type, BitConverter.GetBytes(value));

    public Bytes U32Network(int type, uint value) => Attribute(type, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);

    public Bytes Text(int type, string value) => Attribute(type, [.. Encoding.UTF8.GetBytes(value), 0]);

    public Bytes IP(int type, string value) => Attribute(type, IPAddress.Parse(value).GetAddressBytes());

    public Bytes MAC(int type, string value) => Attribute(type, [.. value.Split(':').Select(b => Convert.ToByte(b, 16))]);
}

internal static class Decoding
{
    public static Metadata Metadata(ReadOnlySpan<byte> payload, long netns = 1, long? linkNetNS = null)
    {
        DecodeError error = default;
        var link = LinkMessage.Decode(payload, ref error);
        Assert.Equal("no error", error.ToString());
        return LinkMapping.ToMetadata(new LinkFacts { Link = link!, NetNS = netns, LinkNetNS = linkNetNS ?? netns });
    }
}
