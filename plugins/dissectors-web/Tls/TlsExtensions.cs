using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The extensions of a hello: IANA's numbers, and the way through the block.</summary>
internal static class TlsExtensions
{
    public const ushort ServerName = 0, SignatureAlgorithms = 13, Protocols = 16, PreSharedKey = 41, SupportedVersions = 43, QuicParameters = 57, QuicParametersOfDrafts = 0xffa5;

    public static bool TryFind(ReadOnlySpan<byte> block, ushort type, out ReadOnlySpan<byte> value)
    {
        var reader = new PayloadReader(block);
        while (TryNext(ref reader, out ushort found, out value))
            if (found == type)
                return true;
        value = default;
        return false;
    }

    /// <summary>The next one; its value may be cut.</summary>
    public static bool TryNext(scoped ref PayloadReader reader, out ushort type, out ReadOnlySpan<byte> value)
    {
        type = reader.UInt16();
        int length = reader.UInt16();
        value = reader.Failed ? default : reader.Left >= length ? reader.Bytes(length) : reader.Bytes(reader.Left);
        return !reader.Failed;
    }
}
