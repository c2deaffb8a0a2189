using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace Steffi.Flows;

/// <summary>The flow identity that Zeek, Suricata and others print too, so that records of one flow meet across tools.</summary>
/// <remarks>Source: the Community ID flow hashing specification, version 1.</remarks>
public static class CommunityId
{
    private const int LongestInput = 2 + 16 + 16 + 2 + 4;

    /// <summary>The identity of a flow; both directions of a conversation give the same text.</summary>
    /// <param name="flow">IPv4-mapped IPv6 addresses are taken as they are, as IPv6.</param>
    /// <param name="seed">Sets of sensors that must not meet use different seeds; the field CommunityID of a flow has 0.</param>
    /// <returns><c>1:</c> and the SHA-1 in base64.</returns>
    /// <exception cref="ArgumentException">The addresses are of different families.</exception>
    /// <remarks>Thread-safe; allocates the text only.</remarks>
    public static string Of(FiveTuple flow, ushort seed = 0)
    {
        if (flow.Source.AddressFamily != flow.Destination.AddressFamily)
            throw new ArgumentException($"{flow.Source} and {flow.Destination} are of different address families", nameof(flow));

        Span<byte> from = stackalloc byte[16], to = stackalloc byte[16];
        return Of(flow.Protocol, from[..Write(flow.Source, from)], flow.SourcePort, to[..Write(flow.Destination, to)], flow.DestinationPort, seed);
    }

    /// <summary>The same from addresses in network order, 4 or 16 bytes each.</summary>
    internal static string Of(byte protocol, ReadOnlySpan<byte> from, ushort sourcePort, ReadOnlySpan<byte> to, ushort destinationPort, ushort seed = 0)
    {
        var (fromPort, toPort, oneWay) = PortsOf(protocol, sourcePort, destinationPort);
        if (!oneWay && Compare(from, fromPort, to, toPort) > 0)
        {
            var address = from;
            from = to;
            to = address;
            (fromPort, toPort) = (toPort, fromPort);
        }

        Span<byte> input = stackalloc byte[LongestInput];
        BinaryPrimitives.WriteUInt16BigEndian(input, seed);
        int length = 2;
        from.CopyTo(input[length..]);
        length += from.Length;
        to.CopyTo(input[length..]);
        length += to.Length;
        input[length++] = protocol;
        input[length++] = 0;
        if (HasPorts(protocol))
        {
            BinaryPrimitives.WriteUInt16BigEndian(input[length..], fromPort);
            BinaryPrimitives.WriteUInt16BigEndian(input[(length + 2)..], toPort);
            length += 4;
        }
        // The specification names SHA-1; nothing here relies on it against an adversary.
#pragma warning disable CA5350
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input[..length], hash);
#pragma warning restore CA5350
        return "1:" + Convert.ToBase64String(hash);
    }

    private static int Write(IPAddress address, Span<byte> into) => address.TryWriteBytes(into, out int written) ? written : 0;

    private static bool HasPorts(byte protocol) => protocol is 1 or 6 or 17 or 58 or 132;

    // An answered ICMP message stands in with the type of its answer as the other port; else with its code, and keeps its direction.
    private static (ushort From, ushort To, bool OneWay) PortsOf(byte protocol, ushort sourcePort, ushort destinationPort) => protocol switch
    {
        1 or 58 when IcmpExchange.TryGetAnswer(protocol, sourcePort, out ushort answer) => (sourcePort, answer, false),
        1 or 58 => (sourcePort, destinationPort, true),
        6 or 17 or 132 => (sourcePort, destinationPort, false),
        _ => (0, 0, false),
    };

    private static int Compare(ReadOnlySpan<byte> from, ushort fromPort, ReadOnlySpan<byte> to, ushort toPort)
    {
        int order = from.SequenceCompareTo(to);
        return order != 0 ? order : fromPort.CompareTo(toPort);
    }
}
