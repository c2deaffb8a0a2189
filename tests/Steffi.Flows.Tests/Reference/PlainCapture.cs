using System.Buffers.Binary;

namespace Steffi.Flows.Tests.Reference;

/// <summary>A classic pcap file, read independently of the product's readers.</summary>
internal sealed class PlainCapture
{
    public required LinkType LinkType { get; init; }

    public List<(byte[] Bytes, long Time, int Length)> Packets { get; } = [];

    /// <returns>Null for a file of another kind.</returns>
    public static PlainCapture? Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 24)
            return null;
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bool isBig = magic is 0xD4C3B2A1 or 0x4D3CB2A1, isNano = magic is 0xA1B23C4D or 0x4D3CB2A1;
        if (!isBig && !isNano && magic != 0xA1B2C3D4)
            return null;
        uint Read(int at) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        var file = new PlainCapture { LinkType = (LinkType)(Read(20) & 0xFFFF) };
        for (int at = 24; at + 16 <= bytes.Length;)
        {
            int captured = (int)Read(at + 8);
            if (captured < 0 || captured > bytes.Length - at - 16)
                break;
            long time = Read(at) * 1_000_000_000L + Read(at + 4) * (isNano ? 1 : 1000);
            file.Packets.Add((bytes[(at + 16)..(at + 16 + captured)], time, (int)Math.Min(Read(at + 12), int.MaxValue)));
            at += 16 + captured;
        }
        return file;
    }

    public void Feed(FlowTable table)
    {
        foreach (var (bytes, time, length) in Packets)
            table.Add(new Frame(bytes, time, LinkType, length));
    }
}
