using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The server's answer, as it lies in the payload.</summary>
/// <remarks>Source: RFC 8446, 4.1.3.</remarks>
internal readonly ref struct ServerHello
{
    // SHA-256 of "HelloRetryRequest", in place of the random.
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    public ushort Version { get; private init; }

    public ReadOnlySpan<byte> SessionId { get; private init; }

    public ushort CipherSuite { get; private init; }

    /// <summary>Whether it only asks for another hello.</summary>
    public bool IsRetry { get; private init; }

    public bool HasPreSharedKey { get; private init; }

    /// <returns>False when it is no hello, or ends before its cipher suite does.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out ServerHello hello)
    {
        var reader = new PayloadReader(body);
        ushort version = reader.UInt16();
        var random = reader.Bytes(32);
        // Drafts of TLS 1.3 up to 21 have neither session id nor compression.
        bool isOldDraft = version >> 8 == 0x7f;
        var session = isOldDraft ? default : reader.Bytes(reader.Byte());
        ushort suite = reader.UInt16();
        bool isWhole = !reader.Failed && session.Length <= 32;
        if (!isOldDraft)
            reader.Skip(1);
        var extensions = reader.UpTo(reader.UInt16());
        if (TlsExtensions.TryFind(extensions, TlsExtensions.SupportedVersions, out var selected) && selected.Length >= 2)
            version = BinaryPrimitives.ReadUInt16BigEndian(selected);
        hello = new ServerHello
        {
            Version = version,
            SessionId = session,
            CipherSuite = suite,
            IsRetry = random.SequenceEqual(RetryRandom),
            HasPreSharedKey = TlsExtensions.TryFind(extensions, TlsExtensions.PreSharedKey, out _),
        };
        return isWhole;
    }
}
