using System.IO.Compression;

namespace Steffi.Flows.Tests;

/// Random changes to good files. A failure names the seed, which makes the same file again.
public sealed class MutatedFileTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void No_bytes_make_the_readers_throw_or_go_on_for_ever()
    {
        byte[][] good = [Pcap(false), Pcap(true), Pcapng(false), Pcapng(true), Gzip(Pcap(false))];
        for (int seed = 0; seed < Rounds; seed++)
        {
            var mutated = Mutate([.. good[seed % good.Length]], new Random(seed));
            try
            {
                int frames = 0;
                using var file = CaptureFile.Open(new MemoryStream(mutated), "mutated");
                while (file.TryRead(out var frame))
                {
                    Assert.True(frame.Bytes.Length <= frame.OriginalLength);
                    Assert.True(++frames < 10_000, $"seed {seed}: more frames than there are bytes");
                }
                Assert.True(file.Damage is null || file.Damage.Offset >= 0);
            }
            catch (CaptureFormatException refused)
            {
                Assert.Equal(0, refused.Offset);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill((byte)(random.Next(2) * 255)); break;
                default: bytes = random.Next(2) == 0 && at > 0 ? bytes[..at] : [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]]; break;
            }
        }
        return bytes;
    }

    private static byte[] Pcap(bool bigEndian)
    {
        var bytes = new CaptureBytes(bigEndian).PcapHeader();
        for (uint i = 0; i < 20; i++)
            bytes.PcapRecord(i, i, new byte[i], 2 * i);
        return bytes.ToArray();
    }

    private static byte[] Pcapng(bool bigEndian) => new CaptureBytes(bigEndian).Section()
        .Interface(1, 64, body => body.Option(9, 6).Option(14, new byte[8]).Option(0)).Interface(101)
        .Packet(0, 7, new byte[9]).Packet(1, 8, new byte[3])
        .Block(3, body => body.U32(5).Padded(new byte[5]))
        .Block(2, body => body.U16(0).U16(7).U32(0).U32(11).U32(5).U32(90).Padded(new byte[5]))
        .Section().Interface(113).Packet(0, 9, new byte[16]).ToArray();

    private static byte[] Gzip(byte[] data)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Fastest))
            stream.Write(data);
        return result.ToArray();
    }
}
