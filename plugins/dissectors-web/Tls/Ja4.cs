using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The fingerprint JA4 of a client's hello. Its siblings (JA4S, JA4H, …) are under another licence and not made.</summary>
/// <remarks>Source: FoxIO, JA4 technical details. GREASE values count nowhere.</remarks>
internal static class Ja4
{
    /// <summary>The fingerprint: <c>t13d1516h2_8daaf6152771_e5627efa2ab1</c>.</summary>
    /// <param name="hello">Whole.</param>
    /// <param name="carrier">t for TCP, q for QUIC, d for DTLS.</param>
    public static string Of(in ClientHello hello, char carrier)
    {
        var suites = Numbers(hello.CipherSuites);
        var extensions = ExtensionTypes(hello.Extensions);
        int extensionCount = extensions.Count;
        bool hasName = extensions.Contains(TlsExtensions.ServerName);
        extensions.RemoveAll(type => type is TlsExtensions.ServerName or TlsExtensions.Protocols);
        suites.Sort();
        extensions.Sort();
        var (first, last) = ProtocolMarks(hello.Protocols);
        return $"{carrier}{Version(hello.Version)}{(hasName ? 'd' : 'i')}{Math.Min(suites.Count, 99):00}{Math.Min(extensionCount, 99):00}{first}{last}"
            + $"_{Hash(suites, [])}_{Hash(extensions, Numbers(hello.SignatureAlgorithms))}";
    }

    private static List<ushort> Numbers(ReadOnlySpan<byte> pairs)
    {
        var numbers = new List<ushort>(pairs.Length / 2);
        for (; pairs.Length >= 2; pairs = pairs[2..])
            if (BinaryPrimitives.ReadUInt16BigEndian(pairs) is var one && !TlsNames.IsGrease(one))
                numbers.Add(one);
        return numbers;
    }

    private static List<ushort> ExtensionTypes(ReadOnlySpan<byte> block)
    {
        var types = new List<ushort>(24);
        var reader = new PayloadReader(block);
        while (TlsExtensions.TryNext(ref reader, out ushort type, out _))
            if (!TlsNames.IsGrease(type))
                types.Add(type);
        return types;
    }

    private static string Version(ushort version) => version switch
    {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        0xfeff => "d1",
        0xfefd => "d2",
        0xfefc => "d3",
        _ => "00",
    };

    /// <summary>First and last character of the first protocol offered; of its hexadecimal form unless both are letters or digits.</summary>
    private static (char First, char Last) ProtocolMarks(ReadOnlySpan<byte> protocols)
    {
        if (protocols.IsEmpty || protocols[0] == 0 || protocols.Length < 2)
            return ('0', '0');
        byte first = protocols[1], last = protocols[Math.Min(protocols[0], protocols.Length - 1)];
        return char.IsAsciiLetterOrDigit((char)first) && char.IsAsciiLetterOrDigit((char)last)
            ? ((char)first, (char)last)
            : (char.ToLowerInvariant(HexDigit(first >> 4)), char.ToLowerInvariant(HexDigit(last & 15)));
    }

    private static char HexDigit(int value) => "0123456789abcdef"[value];

    /// <summary>The first 12 digits of SHA-256 over both lists; zeros when there is nothing in the first.</summary>
    private static string Hash(List<ushort> sorted, List<ushort> asSent)
    {
        if (sorted.Count == 0)
            return "000000000000";
        var text = new StringBuilder(5 * (sorted.Count + asSent.Count));
        Append(text, sorted);
        if (asSent.Count > 0)
            Append(text.Append('_'), asSent);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())).AsSpan(0, 6));
    }

    private static void Append(StringBuilder text, List<ushort> numbers)
    {
        for (int i = 0; i < numbers.Count; i++)
            text.Append(i == 0 ? "" : ",").Append(numbers[i].ToString("x4", null));
    }
}
