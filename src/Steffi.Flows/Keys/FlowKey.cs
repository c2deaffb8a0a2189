using System.Runtime.CompilerServices;

namespace Steffi.Flows;

/// <summary>
/// What makes a flow this flow: both ends, in an order that does not depend on who speaks, the protocol, what ICMP or a tunnel adds, and the
/// flow that it is tunnelled in. 64 bytes.
/// </summary>
internal struct FlowKey : IEquatable<FlowKey>
{
    /// <summary>Addresses as numbers, as in <see cref="PacketPart"/>.</summary>
    public ulong FirstHigh, FirstLow, SecondHigh, SecondLow;

    /// <summary>48 bits of MAC address, 16 of port.</summary>
    public ulong FirstLink, SecondLink;

    /// <summary>Protocol (16), IP version (8), 1 where there is a link (8), and 32 bits that ICMP or a tunnel adds.</summary>
    public ulong Rest;

    /// <summary>The UUID of the flow around this one, or 0.</summary>
    public ulong Parent;

    public readonly ushort Protocol => (ushort)(Rest >> 48);

    public readonly byte IPVersion => (byte)(Rest >> 40);

    public readonly bool HasLink => (byte)(Rest >> 32) != 0;

    /// <summary>ICMP: class of types (8), code (8), id (16); VXLAN and Geneve: the VNI.</summary>
    public readonly uint Extra => (uint)Rest;

    /// <summary>The key of a part.</summary>
    /// <param name="part">As the walk left it.</param>
    /// <param name="mode">In mode L3 MAC addresses count only where there is no network layer.</param>
    /// <param name="parent">UUID of the flow around it.</param>
    /// <param name="swapped">True when the sender became the second end.</param>
    public static FlowKey Of(in PacketPart part, LayerKeyMode mode, ulong parent, out bool swapped)
    {
        bool hasLink = part.HasLink && (mode == LayerKeyMode.L2 || part.IPVersion == 0);
        ulong sourcePort = part.SourcePort, destinationPort = part.DestinationPort;
        uint extra = 0;
        if (part.Tunnel is TunnelType.VXLAN or TunnelType.Geneve)
        {
            // The source port is a hash of what is inside: without it, and with the VNI, a tunnel is one flow.
            sourcePort = destinationPort;
            extra = part.NetworkId;
        }
        else if (part.Protocol is 1 or 58 && part.Path.Last != Layer.Fragment)
            extra = IcmpKey(in part);

        ulong sourceLink = (hasLink ? part.SourceMac << 16 : 0) | sourcePort, destinationLink = (hasLink ? part.DestinationMac << 16 : 0) | destinationPort;
        swapped = IsSwapped(in part, sourceLink, destinationLink);
        FlowKey key;
        if (swapped)
        {
            (key.FirstHigh, key.FirstLow, key.SecondHigh, key.SecondLow) = (part.DestinationHigh, part.DestinationLow, part.SourceHigh, part.SourceLow);
            (key.FirstLink, key.SecondLink) = (destinationLink, sourceLink);
        }
        else
        {
            (key.FirstHigh, key.FirstLow, key.SecondHigh, key.SecondLow) = (part.SourceHigh, part.SourceLow, part.DestinationHigh, part.DestinationLow);
            (key.FirstLink, key.SecondLink) = (sourceLink, destinationLink);
        }
        key.Rest = (ulong)part.Protocol << 48 | (ulong)part.IPVersion << 40 | (hasLink ? 1UL << 32 : 0) | extra;
        key.Parent = parent;
        return key;
    }

    /// <summary>The same flow without its link addresses and what is around it: what survives routers.</summary>
    public readonly FlowKey Routed()
    {
        var key = this;
        key.FirstLink &= 0xFFFF;
        key.SecondLink &= 0xFFFF;
        key.Rest &= ~(0xFFUL << 32);
        key.Parent = 0;
        if (Compare(key.FirstHigh, key.FirstLow, key.FirstLink, key.SecondHigh, key.SecondLow, key.SecondLink) > 0)
        {
            (key.FirstHigh, key.FirstLow, key.FirstLink, key.SecondHigh, key.SecondLow, key.SecondLink) =
                (key.SecondHigh, key.SecondLow, key.SecondLink, key.FirstHigh, key.FirstLow, key.FirstLink);
        }
        return key;
    }

    /// <summary>The same flow wherever it is captured.</summary>
    public readonly FlowKey Tracked()
    {
        var key = this;
        key.Parent = 0;
        return key;
    }

    // Multiply and fold, as wyhash does: 64 bytes in four multiplications. The seed keeps a sender from choosing collisions.
    public readonly ulong Hash(ulong seed)
    {
        ulong hash = Fold(FirstHigh ^ 0xA0761D6478BD642F ^ seed, FirstLow ^ 0xE7037ED1A0B428DB)
            ^ Fold(SecondHigh ^ 0x8EBC6AF09C88C6E3 ^ seed, SecondLow ^ 0x589965CC75374CC3)
            ^ Fold(FirstLink ^ 0x1D8E4E27C47D124F ^ seed, SecondLink ^ 0xEB44ACCAB455D165)
            ^ Fold(Rest ^ 0x9E3779B97F4A7C15 ^ seed, Parent ^ 0xC2B2AE3D27D4EB4F);
        return Fold(hash ^ seed, 0x2D358DCCAA6C78A5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Equals(FlowKey other) =>
        ((FirstLow ^ other.FirstLow) | (SecondLow ^ other.SecondLow) | (FirstLink ^ other.FirstLink) | (SecondLink ^ other.SecondLink)
        | (Rest ^ other.Rest) | (Parent ^ other.Parent) | (FirstHigh ^ other.FirstHigh) | (SecondHigh ^ other.SecondHigh)) == 0;

    public override readonly bool Equals(object? obj) => obj is FlowKey other && Equals(other);

    public override readonly int GetHashCode() => (int)Hash(0);

    private static uint IcmpKey(in PacketPart part)
    {
        var type = IcmpClasses.Of(part.Protocol, part.IcmpType);
        uint id = part.Protocol == 1 || type == IcmpClass.ECHO ? part.IcmpId : 0u;
        return (uint)type << 24 | (uint)part.IcmpCode << 16 | id;
    }

    // Link addresses first, then network addresses, then ports. Where all are equal an answer is known by its ICMP type.
    private static bool IsSwapped(in PacketPart part, ulong sourceLink, ulong destinationLink)
    {
        ulong source = sourceLink >> 16, destination = destinationLink >> 16;
        if (source != destination)
            return source > destination;
        int order = Compare(part.SourceHigh, part.SourceLow, sourceLink & 0xFFFF, part.DestinationHigh, part.DestinationLow, destinationLink & 0xFFFF);
        return order > 0 || order == 0 && part.Protocol is 1 or 58 && part.IcmpType is 0 or 129;
    }

    private static int Compare(ulong leftHigh, ulong leftLow, ulong leftPort, ulong rightHigh, ulong rightLow, ulong rightPort) =>
        leftHigh != rightHigh ? leftHigh.CompareTo(rightHigh) : leftLow != rightLow ? leftLow.CompareTo(rightLow) : leftPort.CompareTo(rightPort);
}
