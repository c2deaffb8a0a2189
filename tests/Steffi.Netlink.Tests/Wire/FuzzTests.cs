using System.Diagnostics;

namespace Steffi.Netlink.Tests;

public class FuzzTests
{
    /// <summary>Foreign bytes are a counted status: never an exception, never an endless loop. STEFFI_FUZZ_SECONDS makes it longer.</summary>
    [Fact]
    public void Mutated_messages_never_throw()
    {
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("STEFFI_FUZZ_SECONDS"), out double asked) ? asked : 1;
        int seed = Environment.TickCount;
        var random = new Random(seed);
        var corpus = Recorded.Files.SelectMany(Recorded.All).Select(m => m.Bytes)
            .Append([.. new byte[16], .. Bytes.Kind("bond", d => d.U8(1, 4).Nest(8, t => t.IP(0, "10.0.0.1")), "bridge", p => p.U8(1, 1))]).ToArray();
        var state = new NamespaceState(1);
        long messages = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
        {
            var bytes = Mutate(corpus[random.Next(corpus.Length)], corpus, random);
            try
            {
                var reader = new MessageReader(bytes);
                while (reader.Next())
                {
                    state.Apply(reader.Type, reader.Payload, isDump: random.Next(2) == 0);
                    messages++;
                }
                if (random.Next(100) == 0)
                    Conclude(state, random);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}\n{Convert.ToHexString(bytes)}");
            }
        }
        Assert.True(messages > 1000, $"only {messages} messages in {seconds} s");
        Assert.True(state.BadMessages > 0);
    }

    private static void Conclude(NamespaceState state, Random random)
    {
        foreach (var link in state.Changed)
            LinkMapping.ToMetadata(link.Facts(1, 2, state.PortsOf(link), now: 0));
        state.TakeChanges();
        state.EndDump();
        state.BeginDump((DumpKind)random.Next(6));
    }

    private static byte[] Mutate(byte[] original, byte[][] corpus, Random random)
    {
        var bytes = (byte[])original.Clone();
        // Types are kept mostly right, so that the mutations reach the decoders.
        for (int i = random.Next(8); i > 0; i--)
        {
            int at = random.Next(10) == 0 ? random.Next(bytes.Length) : Math.Min(bytes.Length - 1, 16 + random.Next(bytes.Length));
            bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ 1 << random.Next(8)), _ => (byte)(random.Next(2) * 255) };
        }
        switch (random.Next(6))
        {
            case 0: bytes = bytes[..random.Next(bytes.Length)]; break;
            case 1: bytes = [.. bytes, .. corpus[random.Next(corpus.Length)]]; break;
            case 2:
                int cut = Math.Min(bytes.Length, 16 + random.Next(bytes.Length));
                bytes = [.. bytes[..cut], .. bytes[random.Next(bytes.Length)..]];
                break;
        }
        // A length that fits lets the reader through to the rest.
        if (bytes.Length >= 16 && random.Next(4) != 0)
            BitConverter.TryWriteBytes(bytes, bytes.Length);
        return bytes;
    }
}
