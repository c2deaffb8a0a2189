using System.Diagnostics;
using System.Globalization;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Real payloads as flows that lose, repeat, turn round and change their packets. STEFFI_FUZZ_SECONDS as of <see cref="FuzzTests"/>.</summary>
public class TroubledFlowTests
{
    private const int MostPackets = 12, LongestPiece = 1500;

    [Fact]
    public void No_trouble_on_the_way_makes_a_dissector_throw()
    {
        var asked = Environment.GetEnvironmentVariable("STEFFI_FUZZ_SECONDS");
        int seed = asked is null ? 1 : Environment.TickCount;
        var random = new Random(seed);
        var looks = CollectedPayloads.OfAll();
        var mutated = new MutatedPayloads(random, looks);
        var classifier = new FlowClassifier(AllDissectors.Make());
        var watch = Stopwatch.StartNew();
        double seconds = double.Parse(asked ?? "1", CultureInfo.InvariantCulture);
        long flows = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; flows++)
            Send(classifier, random, looks[random.Next(looks.Count)], looks, mutated);
        TestContext.Current.SendDiagnosticMessage($"{flows} flows, seed {seed}");
        Assert.Empty(classifier.Statistics.Where(one => one.Thrown > 0).Select(one => $"seed {seed}: {one.Name} {one.LastError}"));
        Assert.True(flows > 100, $"only {flows}");
    }

    private static void Send(FlowClassifier classifier, Random random, CollectedPayloads.Look kind, IReadOnlyList<CollectedPayloads.Look> looks, MutatedPayloads mutated)
    {
        FlowClassification? flow = null;
        uint[] next = [1, 1];
        bool wantsMore = true;
        for (int i = random.Next(1, MostPackets); i > 0 && wantsMore; i--)
        {
            // Mostly what comes from a flow of that kind, at times what does not.
            var look = random.Next(3) == 0 ? looks[random.Next(looks.Count)] : kind;
            byte[] bytes = random.Next(2) == 0 ? look.Payload : mutated.From(look.Payload);
            var payload = bytes.AsSpan(random.Next(4) == 0 ? random.Next(bytes.Length + 1) : 0);
            payload = payload[..Math.Min(payload.Length, random.Next(3) == 0 ? random.Next(1, 40) : LongestPiece)];
            int way = random.Next(2);
            uint at = (uint)(next[way] + (random.Next(4) == 0 ? random.Next(-200, 2000) : 0));
            wantsMore = classifier.Classify(ref flow, new ClassifiedPacket
            {
                Carrier = kind.Carrier,
                Payload = payload,
                FromA = way == 0,
                SourcePort = way == 0 ? kind.SourcePort : kind.DestinationPort,
                DestinationPort = way == 0 ? kind.DestinationPort : kind.SourcePort,
                Time = i,
                Sequence = at,
                Acknowledgement = random.Next(3) == 0 ? null : next[1 - way] + (uint)random.Next(2) * 3000,
                IsSyn = random.Next(20) == 0,
                IsTruncated = random.Next(20) == 0,
            });
            next[way] = at + (uint)payload.Length;
        }
        classifier.End(ref flow);
    }
}
