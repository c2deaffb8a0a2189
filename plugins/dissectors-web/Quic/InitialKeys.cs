using System.Security.Cryptography;
using System.Text;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The keys of one side's Initial packets, which everyone can derive from the client's first destination connection id.</summary>
/// <remarks>Source: RFC 9001, 5.2 to 5.4.</remarks>
internal sealed class InitialKeys : IDisposable
{
    private readonly AesGcm packets;
    private readonly Aes header;
    private readonly byte[] iv;

    private InitialKeys(byte[] secret, string prefix)
    {
        packets = new AesGcm(Expand(secret, prefix + " key", 16), 16);
        iv = Expand(secret, prefix + " iv", 12);
        header = Aes.Create();
        header.Key = Expand(secret, prefix + " hp", 16);
    }

    public static InitialKeys Of(QuicVersion version, ReadOnlySpan<byte> connectionId, bool ofClient)
    {
        byte[] initial = HKDF.Extract(HashAlgorithmName.SHA256, connectionId.ToArray(), version.Salt);
        return new InitialKeys(Expand(initial, ofClient ? "client in" : "server in", 32), version.LabelPrefix);
    }

    /// <summary>What the head of a packet is masked with.</summary>
    public void Mask(ReadOnlySpan<byte> sample, Span<byte> mask) => header.EncryptEcb(sample, mask, PaddingMode.None);

    /// <returns>False when the packet was not made with these keys, or was changed.</returns>
    public bool TryOpen(long number, ReadOnlySpan<byte> head, ReadOnlySpan<byte> sealedBytes, Span<byte> opened)
    {
        Span<byte> nonce = stackalloc byte[12];
        iv.CopyTo(nonce);
        for (int i = 0; i < 8; i++)
            nonce[11 - i] ^= (byte)(number >> 8 * i);
        try
        {
            packets.Decrypt(nonce, sealedBytes[..^16], sealedBytes[^16..], opened, head);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        packets.Dispose();
        header.Dispose();
    }

    /// <summary>HKDF-Expand-Label of TLS 1.3, without context.</summary>
    private static byte[] Expand(byte[] secret, string label, int length)
    {
        byte[] text = Encoding.ASCII.GetBytes("tls13 " + label);
        return HKDF.Expand(HashAlgorithmName.SHA256, secret, length, [(byte)(length >> 8), (byte)length, (byte)text.Length, .. text, 0]);
    }
}
