using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Steffi.Gremlin;

/// <summary>IPV4Range and IPV6Range: an address, with or without a prefix length, that lies in a network.</summary>
internal sealed class AddressRangeTest : ItemTest
{
    private readonly string _network;
    private readonly bool _isV6;
    private readonly UInt128 _address;
    private readonly UInt128 _mask;

    private AddressRangeTest(string network, bool isV6, UInt128 address, int prefixLength)
    {
        _network = network;
        _isV6 = isV6;
        _mask = MaskOf(prefixLength, isV6 ? 128 : 32);
        _address = address & _mask;
    }

    /// <exception cref="QueryException">The text is no network, or one of the other family.</exception>
    public static AddressRangeTest Read(string network, bool isV6, SourcePosition at)
    {
        var slash = network.IndexOf('/');
        if (slash < 0
            || !TryReadAddress(network.AsSpan(0, slash), out var address, out var addressIsV6)
            || !TryReadPrefixLength(network.AsSpan(slash + 1), addressIsV6 ? 128 : 32, out var prefixLength))
        {
            throw at.Error($"invalid CIDR address: {network}");
        }

        return addressIsV6 == isV6
            ? new AddressRangeTest(network, isV6, address, prefixLength)
            : throw at.Error(isV6
                ? $"IPV6Range takes an IPv6 network, IPV4Range an IPv4 one: {network}"
                : $"IPV4Range takes an IPv4 network, IPV6Range an IPv6 one: {network}");
    }

    public override bool PrefersText => true;

    protected override bool MatchesItem(MetadataValue value) => value.Kind == ValueKind.String && MatchesText(value.AsString());

    public override bool MatchesText(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            // Skydive takes any one or two digits; so a wrong prefix length hides no address.
            var suffix = text[(slash + 1)..];
            if (suffix.Length > 3 || suffix.ContainsAnyExceptInRange('0', '9')) return false;
            text = text[..slash];
        }

        return TryReadAddress(text, out var address, out var isV6) && isV6 == _isV6 && (address & _mask) == _address;
    }

    public override string Describe(string key) => $"{key} in {_network}";

    private static UInt128 MaskOf(int prefixLength, int bits) =>
        prefixLength == 0 ? 0 : UInt128.MaxValue << (bits - prefixLength) & (UInt128.MaxValue >> (128 - bits));

    private static bool TryReadPrefixLength(ReadOnlySpan<char> text, int most, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= most;

    private static bool TryReadAddress(ReadOnlySpan<char> text, out UInt128 address, out bool isV6)
    {
        isV6 = text.Contains(':');
        address = 0;
        if (!isV6) return TryReadV4(text, out address);
        // A zone is part of no address in a network.
        if (text.ContainsAny("%[]") || !IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>Four decimal numbers without leading zeros. IPAddress also takes 10.1 and octal, which no kernel prints.</summary>
    private static bool TryReadV4(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var parts = 0;
        uint bits = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet)) return false;
            bits = bits << 8 | octet;
        }

        address = bits;
        return parts == 4;
    }
}
