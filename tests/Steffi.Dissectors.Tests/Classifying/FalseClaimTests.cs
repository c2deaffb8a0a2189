using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Bytes of no protocol on ports of none: nobody may take them for his.</summary>
public class FalseClaimTests
{
    private const int Flows = 20_000, PacketsOfFlow = 6, LongestPacket = 220;

    [Theory]
    [InlineData(DissectorCarriers.Udp, false)]
    [InlineData(DissectorCarriers.Udp, true)]
    [InlineData(DissectorCarriers.Tcp, false)]
    [InlineData(DissectorCarriers.Tcp, true)]
    public void Noise_is_claimed_by_nobody(DissectorCarriers carrier, bool isText)
    {
        var random = new Random(20260);
        var classifier = new FlowClassifier(AllDissectors.Make());
        var claims = new List<string>();
        byte[] buffer = new byte[LongestPacket];
        for (int i = 0; i < Flows; i++)
        {
            FlowClassification? flow = null;
            uint[] next = [1, 1];
            bool wantsMore = true;
            for (int packet = 0; packet < PacketsOfFlow && wantsMore; packet++)
            {
                var payload = buffer.AsSpan(0, random.Next(1, LongestPacket));
                Fill(payload);
                bool forth = packet % 2 == 0;
                wantsMore = classifier.Classify(ref flow, new ClassifiedPacket
                {
                    Carrier = carrier,
                    Payload = payload,
                    FromA = forth,
                    SourcePort = forth ? (ushort)40_000 : (ushort)41_000,
                    DestinationPort = forth ? (ushort)41_000 : (ushort)40_000,
                    Time = packet,
                    Sequence = next[packet % 2],
                });
                next[packet % 2] += (uint)payload.Length;
            }
            classifier.End(ref flow);
            if (flow?.Application is { } application)
                claims.Add(application);
        }
        Assert.Empty(claims);

        void Fill(Span<byte> payload)
        {
            random.NextBytes(payload);
            if (!isText)
                return;
            // Words of small letters, now and then with a line's end behind.
            for (int at = 0; at < payload.Length; at++)
                payload[at] = (payload[at] % 12) switch { 0 => (byte)' ', 1 => (byte)(33 + payload[at] % 94), _ => (byte)('a' + payload[at] % 26) };
            if (payload.Length > 2)
                "\r\n"u8.CopyTo(payload[^2..]);
        }
    }
}
