using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Steffi.Dissectors.Tests;

/// <summary>Makes client Initial packets with keys that a test names, independently of the dissector.</summary>
internal sealed class SealedInitial(uint version, byte firstByte, string key, string iv, string hp)
{
    /// <summary>RFC 9001, A.2: the hello of a client that asks for example.com.</summary>
    public static byte[] RfcHello { get; } = Convert.FromHexString(
        "010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578616d706c652e636f6d"
        + "ff01000100000a00080006001d0017001800100007000504616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1c"
        + "e15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00024001003900320408ffffffffffffffff05048000ffff07048000"
        + "ffff0801100104800075300901100f088394c8f03e51570806048000ffff");

    /// <summary>Keys of RFC 9001, A.1, for the connection id 8394c8f03e515708.</summary>
    public static SealedInitial Version1 { get; } = new(1, 0xc3, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2");

    /// <summary>Keys of RFC 9369, A.1, for the same.</summary>
    public static SealedInitial Version2 { get; } = new(0x6b3343cf, 0xd3, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9");

    /// <summary>Keys from the salt of the drafts of version 2, made by another program.</summary>
    public static SealedInitial DraftOfVersion2 { get; } = new(0x709a50c4, 0xd3, "95df2be2e8d549c82e996fc9339f4563", "ea5e3c95f933db14b7020ad8", "091efb735702447d07908f6501845794");

    public static byte[] Crypto(int offset, byte[] data) => [6, .. Variable(offset), .. Variable(data.Length), .. data];

    /// <summary>A packet of 1,200 bytes, or of as many as asked for.</summary>
    public byte[] Packet(uint number, byte[] frames, int size = 1200)
    {
        byte[] head = [firstByte, .. UInt32(version), 8, .. Convert.FromHexString("8394c8f03e515708"), 0, 0];
        byte[] plain = [.. frames, .. new byte[size - head.Length - 2 - 4 - 16 - frames.Length]];
        byte[] clear = [.. head, .. Variable2(4 + plain.Length + 16), .. UInt32(number)];
        byte[] nonce = Convert.FromHexString(iv);
        for (int i = 0; i < 4; i++)
            nonce[8 + i] ^= UInt32(number)[i];
        byte[] cipher = new byte[plain.Length], tag = new byte[16];
        using var gcm = new AesGcm(Convert.FromHexString(key), 16);
        gcm.Encrypt(nonce, plain, cipher, tag, clear);
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString(hp);
        byte[] mask = aes.EncryptEcb(cipher[..16], PaddingMode.None);
        byte[] packet = [.. clear, .. cipher, .. tag];
        packet[0] ^= (byte)(mask[0] & 15);
        for (int i = 0; i < 4; i++)
            packet[clear.Length - 4 + i] ^= mask[1 + i];
        return packet;
    }

    private static byte[] Variable(int value) => value < 64 ? [(byte)value] : Variable2(value);

    private static byte[] Variable2(int value) => [(byte)(0x40 | value >> 8), (byte)value];

    private static byte[] UInt32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
