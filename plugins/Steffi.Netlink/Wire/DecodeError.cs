namespace Steffi.Netlink;

/// <summary>What was wrong first while decoding one message.</summary>
internal enum DecodeFault : byte { None, HeaderTooShort, AttributeLength, ValueLength, UnknownFamily }

/// <summary>The first fault of one message and where it stood; later ones are its consequences and are dropped.</summary>
internal struct DecodeError
{
    public DecodeFault Fault;
    public ushort Attribute;
    public int Length;

    public readonly bool IsSet => Fault != DecodeFault.None;

    public void Set(DecodeFault fault, int attribute, int length)
    {
        if (IsSet)
            return;
        Fault = fault;
        Attribute = (ushort)attribute;
        Length = length;
    }

    public override readonly string ToString() => IsSet ? $"{Fault} (attribute {Attribute}, {Length} bytes)" : "no error";
}
