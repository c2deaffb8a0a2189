using System.Diagnostics;
using System.Globalization;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Mutations of real payloads through every dissector. STEFFI_FUZZ_SECONDS makes it run longer: docs/dissectors.md.</summary>
public class FuzzTests
{
    private const long MostAllocated = 1 << 20;

    /// <summary>What the mutations found.</summary>
    [Theory]
    [InlineData(DissectorCarriers.Tcp, 3389, "0300000106D0100072445C4172084275733137436D641132FF7B226D6573")] // TPKT shorter than its own header
    [InlineData(DissectorCarriers.Udp, 2055, "0009000100000000000000000000000000000000000000")] // NetFlow 9 that ends in the head of its first set
    [InlineData(DissectorCarriers.Tcp, 601, "32323020")] // Syslog's length with nothing behind
    public void Bytes_that_once_threw_do_no_more(DissectorCarriers carrier, ushort port, string bytes)
    {
        foreach (var dissector in AllDissectors.Make())
        {
            var input = new DissectorInput { Payload = Convert.FromHexString(bytes), FromClient = true, Carrier = carrier, DestinationPort = port, Time = 1 };
            dissector.Dissect(ref input, new FlowFields());
        }
    }

    [Fact]
    public void No_bytes_make_a_dissector_throw_or_allocate_without_bound()
    {
        // The suite goes the same way every time; a longer run goes where nobody was.
        var asked = Environment.GetEnvironmentVariable("STEFFI_FUZZ_SECONDS");
        int seed = asked is null ? 1 : Environment.TickCount;
        var random = new Random(seed);
        var looks = CollectedPayloads.OfAll();
        var mutated = new MutatedPayloads(random, looks);
        var dissectors = AllDissectors.Make();
        var seconds = double.Parse(asked ?? "3", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        long executions = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            // A flow of a few packets, each dissector with what it keeps between them.
            var talk = Enumerable.Range(0, random.Next(1, 4)).Select(_ => looks[random.Next(looks.Count)]).Select(look => (look, bytes: mutated.From(look.Payload))).ToArray();
            foreach (var dissector in dissectors)
            {
                object? state = null;
                bool isConfirmed = false;
                var fields = new FlowFields();
                byte[] opposite = [];
                foreach (var (look, bytes) in talk)
                {
                    var input = new DissectorInput
                    {
                        Payload = bytes,
                        Opposite = opposite,
                        FromClient = look.FromClient,
                        Carrier = look.Carrier,
                        SourcePort = look.SourcePort,
                        DestinationPort = look.DestinationPort,
                        Time = executions,
                        IsTruncated = random.Next(4) == 0,
                        Skipped = random.Next(8) == 0 ? random.Next(3000) : 0,
                        State = state,
                        IsConfirmed = isConfirmed,
                    };
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    try
                    {
                        isConfirmed |= dissector.Dissect(ref input, fields) == Verdict.Confirmed;
                    }
                    catch (Exception e)
                    {
                        Assert.Fail($"seed {seed}: {dissector.GetType().Name} on {Convert.ToHexString(bytes)} after {Convert.ToHexString(opposite)}: {e}");
                    }
                    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                    Assert.True(allocated < MostAllocated, $"seed {seed}: {dissector.GetType().Name} allocated {allocated} on {Convert.ToHexString(bytes)}");
                    state = input.State;
                    opposite = bytes;
                    executions++;
                }
            }
        }
        TestContext.Current.SendDiagnosticMessage($"{executions} executions, seed {seed}");
        Assert.True(executions > 1000, $"only {executions}");
    }
}
