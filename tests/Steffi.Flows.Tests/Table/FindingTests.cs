using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class FindingTests
{
    [Fact]
    public void What_is_found_is_what_looking_at_every_flow_finds_while_flows_come_and_go()
    {
        using var table = new FlowTable(new FlowTableOptions { Limit = 400, NodeTID = "here" });
        var random = new Random(3);
        long time = Noon;
        for (int round = 0; round < 200; round++)
        {
            for (int i = 0; i < 100; i++)
            {
                int a = random.Next(1, 30), b = random.Next(1, 30);
                byte[] inner = Ethernet(0x0800, IPv4(random.Next(2) == 0 ? 6 : 17, Tcp(random.Next(100, 140), 80, 16), $"10.0.0.{a}", $"10.0.1.{b}"), a, b + 100);
                table.Add(new Frame(random.Next(5) == 0 ? Ethernet(0x0800, IPv4(17, Udp(50000, 4789, Vxlan(round % 3, inner)))) : inner, time += 1000));
            }
            var all = table.Flows;
            foreach (var terms in Terms(all[random.Next(all.Count)]))
            {
                var lookup = new FlowLookup(terms);
                Assert.Equal(all.Where(lookup.Matches).Select(flow => flow.UUID).Order(), table.Find(lookup).Select(flow => flow.UUID).Order());
            }
        }
    }

    [Fact]
    public void A_flow_is_found_by_the_name_that_it_got_later()
    {
        var options = new FlowTableOptions { Classify = true, Dissectors = [new Second()] };
        using var table = new FlowTable(options);
        byte[] frame = Ethernet(0x0800, IPv4(17, Udp(1, 2, [1])));
        table.Add(new Frame(frame, Noon));
        Assert.Single(table.Find(new FlowLookup([[new(FlowField.Application, "UDP")]])));
        table.Add(new Frame(frame, Noon));
        Assert.Single(table.Find(new FlowLookup([[new(FlowField.Application, "SECOND")]])));
        Assert.Empty(table.Find(new FlowLookup([[new(FlowField.Application, "UDP")]])));
    }

    [Fact]
    public void More_flows_than_notes_are_found_all_the_same()
    {
        using var table = new FlowTable(new FlowTableOptions { Limit = 200_000 });
        Assert.Empty(table.Find(new FlowLookup([[new(FlowField.Transport, "9")]])));
        for (int i = 0; i < 100_000; i++)
            table.Add(new Frame(Ethernet(0x0800, IPv4(17, Udp(9, 10, []), $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}")), Noon + i));
        Assert.Equal(100_000, table.Find(new FlowLookup([[new(FlowField.Transport, "9")]])).Count());
        Assert.Single(table.Find(new FlowLookup([[new(FlowField.Network, "10.1.0.7")]])));
    }

    private static IEnumerable<IReadOnlyList<IReadOnlyList<FlowTerm>>> Terms(Flow flow)
    {
        yield return [[new(FlowField.UUID, flow.UUID)]];
        yield return [[new(FlowField.TrackingID, flow.TrackingID)]];
        yield return [[new(FlowField.Network, flow.Network!.A)], [new(FlowField.Transport, "120")]];
        yield return [[new(FlowField.Transport, "120"), new(FlowField.Transport, "121")]];
        yield return [[new(FlowField.Link, flow.Link!.B)]];
        yield return [[new(FlowField.Application, "VXLAN")]];
        yield return [[new(FlowField.NodeTID, "here")], [new(FlowField.Application, flow.Application)]];
        yield return [[new(FlowField.NodeTID, "elsewhere")]];
        if (flow.ParentUUID is { } parent)
            yield return [[new(FlowField.ParentUUID, parent)]];
    }

    private sealed class Second() : FlowDissector("SECOND", DissectorCarriers.Udp)
    {
        private int _looks;

        public override Verdict Dissect(ref DissectorInput input, FlowFields fields) => ++_looks == 2 ? Verdict.Done : Verdict.More;
    }
}
