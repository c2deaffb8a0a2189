using System.Net.Security;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Numbers of the TLS registries as people write them.</summary>
internal static class TlsNames
{
    private const ushort Fizz = 0xfb1a; // Facebook's draft 26

    /// <summary>As OpenSSL and nDPI write it.</summary>
    public static string Version(ushort version) => version switch
    {
        0x0002 => "SSLv2",
        0x0300 => "SSLv3",
        0x0301 => "TLSv1",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        0x0304 => "TLSv1.3",
        Fizz => "TLSv1.3 (Fizz)",
        >= 0x7f00 and <= 0x7fff => $"TLSv1.3 draft-{version & 0xff}",
        0xfeff or 0x0100 => "DTLSv1.0",
        0xfefd => "DTLSv1.2",
        0xfefc => "DTLSv1.3",
        _ => $"0x{version:x4}",
    };

    /// <summary>IANA's name.</summary>
    public static string CipherSuite(ushort suite) =>
        Enum.GetName((TlsCipherSuite)suite) ?? $"0x{suite:x4}";

    /// <summary>Numbers that say nothing, sent to keep servers tolerant.</summary>
    /// <remarks>Source: RFC 8701.</remarks>
    public static bool IsGrease(ushort value) => (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);

    /// <summary>Which of two versions is the later one: DTLS counts down, and drafts come before what they became.</summary>
    public static bool IsNewer(ushort one, ushort than) => Rank(one) > Rank(than);

    private static int Rank(ushort version) => version switch
    {
        Fizz => 0x0303_80,
        >= 0x7f00 and <= 0x7fff => 0x0303_00 | (version & 0x7f) + 1,
        >= 0xfe00 and <= 0xfeff => 0x0302_00 + (0xff - (version & 0xff)),
        _ when version >> 8 == 3 => version << 8,
        _ => 0,
    };
}
