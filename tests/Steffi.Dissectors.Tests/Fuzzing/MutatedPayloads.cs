namespace Steffi.Dissectors.Tests;

/// <summary>Makes foreign bytes from real ones.</summary>
internal sealed class MutatedPayloads(Random random, IReadOnlyList<CollectedPayloads.Look> looks)
{
    private static readonly byte[] edges = [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xfe, 0xff, (byte)'\n', (byte)' '];

    public byte[] From(byte[] payload)
    {
        byte[] bytes = [.. payload];
        for (int times = random.Next(1, 5); times > 0; times--)
            bytes = Mutate(bytes);
        return bytes;
    }

    private byte[] Mutate(byte[] bytes)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        int at = random.Next(bytes.Length);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                bytes[at] = edges[random.Next(edges.Length)];
                return bytes;
            case 2:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3:
                return bytes[..at];
            case 4: // A piece twice.
                int end = Math.Min(bytes.Length, at + random.Next(1, 40));
                return [.. bytes[..end], .. bytes[at..]];
            case 5: // A piece less.
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 40))..]];
            default: // The end of another.
                var other = looks[random.Next(looks.Count)].Payload;
                return [.. bytes[..at], .. other[Math.Min(at, other.Length)..]];
        }
    }
}
