namespace Steffi.Netlink;

/// <summary>RTM_NEWNSID and RTM_DELNSID: the number by which one namespace calls another.</summary>
internal readonly record struct NsidMessage(int Id)
{
    public const int HeaderLength = 4;   // struct rtgenmsg, padded
    public const ushort DescriptorAttribute = 3;
    private const ushort IdAttribute = 1;

    /// <summary>Id is NETNSA_NSID_NOT_ASSIGNED (-1) when the asked namespace has no number here.</summary>
    public static NsidMessage Decode(ReadOnlySpan<byte> payload, ref DecodeError error)
    {
        if (payload.Length < HeaderLength)
        {
            error.Set(DecodeFault.HeaderTooShort, 0, payload.Length);
            return new(-1);
        }
        int id = -1;
        var attributes = new AttributeReader(payload[HeaderLength..], ref error);
        while (attributes.Next())
        {
            if (attributes.Type == IdAttribute)
                id = attributes.S32();
        }
        return new(error.IsSet ? -1 : id);
    }
}
