using System.Buffers.Binary;

namespace Steffi.Netlink;

/// <summary>Message types of rtnetlink (linux/rtnetlink.h) and of netlink itself.</summary>
internal static class MessageType
{
    public const ushort Error = 2, Done = 3, Overrun = 4;
    public const ushort NewLink = 16, DelLink = 17, GetLink = 18;
    public const ushort NewAddress = 20, DelAddress = 21, GetAddress = 22;
    public const ushort NewRoute = 24, DelRoute = 25, GetRoute = 26;
    public const ushort NewNeighbor = 28, DelNeighbor = 29, GetNeighbor = 30;
    public const ushort NewNsid = 88, DelNsid = 89, GetNsid = 90;
}

/// <summary>Flags of the netlink header (linux/netlink.h).</summary>
[Flags]
internal enum MessageFlags : ushort { Request = 1, Multi = 2, Ack = 4, DumpInterrupted = 0x10, Dump = 0x300 }

/// <summary>Walks the messages (struct nlmsghdr) of one receive; stops at the first header that does not fit.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> bytes)
{
    public const int HeaderLength = 16;

    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }
    public MessageFlags Flags { get; private set; }
    public uint Sequence { get; private set; }

    /// <summary>Whose request caused the message: another process's for a notification, the own port for an answer.</summary>
    public uint Port { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>True when bytes were left that are no message.</summary>
    public bool IsBroken { get; private set; }

    public bool Next()
    {
        if (_rest.Length < HeaderLength)
        {
            IsBroken |= _rest.Length > 0;
            return false;
        }
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        if (length < HeaderLength || length > (uint)_rest.Length)
        {
            IsBroken = true;
            _rest = default;
            return false;
        }
        Type = BinaryPrimitives.ReadUInt16LittleEndian(_rest[4..]);
        Flags = (MessageFlags)BinaryPrimitives.ReadUInt16LittleEndian(_rest[6..]);
        Sequence = BinaryPrimitives.ReadUInt32LittleEndian(_rest[8..]);
        Port = BinaryPrimitives.ReadUInt32LittleEndian(_rest[12..]);
        Payload = _rest[HeaderLength..(int)length];
        _rest = _rest[(int)Math.Min((length + 3) & ~3u, (uint)_rest.Length)..];
        return true;
    }
}
