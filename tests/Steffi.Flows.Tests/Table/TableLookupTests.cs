using Steffi.Flows.Tests.Reference;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows of reference captures, found in the table that metered them and in the history that it reports to.</summary>
public class TableLookupTests
{
    public static TheoryData<string> Captures() =>
        SharedData.Folder("flows") is { } folder ? [.. Directory.GetFiles(folder, "*.pcap").Order().Select(file => Path.GetFileName(file))] : [""];

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task Each_term_of_each_flow_finds_what_looking_at_all_finds(string capture)
    {
        string file = Path.Combine(SharedData.Needed("flows"), capture);
        await using var history = new FlowHistory(new MemoryFlowStore());
        using var table = new FlowTable(new FlowTableOptions { ExpireShortAfter = TimeSpan.FromSeconds(600), NodeTID = "t1", CaptureID = "c1", RawPacketLimit = 3 }, flow => history.Add(flow));
        PlainCapture.Read(file)!.Feed(table);
        var flows = table.Flows;
        Assert.NotEmpty(flows);
        foreach (var term in flows.SelectMany(FlowTerm.Of).Distinct().Append(new(FlowField.NodeTID, "t2")).Append(new(FlowField.Network, "no")).Append(new(FlowField.Transport, "70000")))
            Assert.Equal(flows.Where(term.Holds).Select(flow => flow.UUID), table.Find(new FlowLookup([[term]])).Select(flow => flow.UUID));
        Assert.Equal(flows.Count, table.Find(FlowLookup.All).Count());

        string[] queries = ["G.Flows().Has('NodeTID', 't1').Count()", "G.Flows().Dedup('Application').Values('Application')", "G.Flows().Sort().RawPackets()", "G.Flows().Metrics().Sum('ABBytes')"];
        var graph = new Graph();
        string[] live = Array.ConvertAll(queries, query => graph.Query(query, options: Asking.With(table, history)).ToJson());
        table.Flush();
        await history.FlushAsync();
        string[] past = Array.ConvertAll(queries, query => graph.Query($"G.At(2000000000, FOREVER){query[1..]}", options: Asking.With(table, history)).ToJson());
        Assert.Equal(live, past);
        Assert.Equal("0", graph.Query("G.Flows().Count()", options: Asking.With(table, history)).ToJson());
    }
}
