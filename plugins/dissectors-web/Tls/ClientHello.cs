using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The first message of TLS, DTLS and QUIC, as it lies in the payload.</summary>
/// <remarks>Source: RFC 8446, 4.1.2; RFC 9147, 5.3. A message that was cut gives what is before the cut.</remarks>
internal readonly ref struct ClientHello
{
    public ushort LegacyVersion { get; private init; }

    public ReadOnlySpan<byte> SessionId { get; private init; }

    /// <summary>Two bytes each.</summary>
    public ReadOnlySpan<byte> CipherSuites { get; private init; }

    /// <summary>Type, length and value each.</summary>
    public ReadOnlySpan<byte> Extensions { get; private init; }

    /// <param name="body">What follows the handshake header.</param>
    /// <param name="isDtls">DTLS has a cookie.</param>
    /// <param name="hello">As far as it is there.</param>
    /// <returns>False when it is no hello, or ends before its cipher suites do.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, bool isDtls, out ClientHello hello)
    {
        var reader = new PayloadReader(body);
        ushort version = reader.UInt16();
        reader.Skip(32);
        var session = reader.Bytes(reader.Byte());
        if (isDtls)
            reader.Skip(reader.Byte());
        var suites = reader.Bytes(reader.UInt16());
        bool isWhole = !reader.Failed && suites.Length >= 2 && suites.Length % 2 == 0 && session.Length <= 32;
        reader.Skip(reader.Byte());
        hello = new ClientHello
        {
            LegacyVersion = version,
            SessionId = session,
            CipherSuites = suites,
            Extensions = reader.UpTo(reader.UInt16()),
        };
        return isWhole;
    }

    /// <summary>The name asked for; empty when there is none.</summary>
    public ReadOnlySpan<byte> ServerName
    {
        get
        {
            var reader = new PayloadReader(Extension(TlsExtensions.ServerName));
            reader.Skip(2);
            // Type 0 is a host name; no other was ever defined.
            return reader.Byte() == 0 ? reader.UpTo(reader.UInt16()) : default;
        }
    }

    /// <summary>Names of one byte of length each, in the order offered.</summary>
    public ReadOnlySpan<byte> Protocols
    {
        get
        {
            var reader = new PayloadReader(Extension(TlsExtensions.Protocols));
            return reader.UpTo(reader.UInt16());
        }
    }

    /// <summary>Two bytes each, in the order offered.</summary>
    public ReadOnlySpan<byte> SignatureAlgorithms
    {
        get
        {
            var reader = new PayloadReader(Extension(TlsExtensions.SignatureAlgorithms));
            return reader.UpTo(reader.UInt16());
        }
    }

    /// <summary>The newest version offered.</summary>
    public ushort Version
    {
        get
        {
            var reader = new PayloadReader(Extension(TlsExtensions.SupportedVersions));
            var versions = reader.UpTo(reader.Byte());
            ushort best = 0;
            for (; versions.Length >= 2; versions = versions[2..])
                if (BinaryPrimitives.ReadUInt16BigEndian(versions) is var one && !TlsNames.IsGrease(one) && (best == 0 || TlsNames.IsNewer(one, best)))
                    best = one;
            return best == 0 ? LegacyVersion : best;
        }
    }

    /// <summary>Numbers and values as QUIC writes them; empty for TLS and DTLS.</summary>
    public ReadOnlySpan<byte> QuicParameters =>
        Extension(TlsExtensions.QuicParameters) is { IsEmpty: false } parameters ? parameters : Extension(TlsExtensions.QuicParametersOfDrafts);

    private ReadOnlySpan<byte> Extension(ushort type) => TlsExtensions.TryFind(Extensions, type, out var value) ? value : default;
}
