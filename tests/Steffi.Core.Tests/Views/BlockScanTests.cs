namespace Steffi.Core.Tests;

/// <summary>Scans over many blocks of elements, some of which they pass by, against lists of lifetimes.</summary>
public sealed class BlockScanTests
{
    private const int Nodes = 5000, Ticks = 60;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Show_at_each_instant_what_stood_then(int seed)
    {
        using var graph = new Graph();
        var random = new Random(seed);
        // Most live within a short time of their making, so that whole blocks are over; some come back, a few stay.
        var lives = Enumerable.Range(0, Nodes).Select(i => (From: i * 40 / Nodes, To: i % 500 == 0 ? Ticks : i * 40 / Nodes + random.Next(1, 6))).ToArray();
        var again = lives.Select((life, i) => i % 97 == 0 ? (From: life.To + 3, To: life.To + 5) : (From: Ticks, To: Ticks)).ToArray();
        var held = new List<(GraphView View, int Tick)>();
        for (int tick = 0; tick < Ticks; tick++)
        {
            int now = tick;
            graph.Write(tx =>
            {
                tx.At = Start.AddSeconds(now);
                for (int i = 0; i < Nodes; i++)
                {
                    if (lives[i].To == now || again[i].To == now)
                        tx.DeleteNode($"n{i}");
                    if (lives[i].From == now || again[i].From == now)
                        tx.AddNode($"n{i}", Metadata.Of(("I", i)));
                    else if (i % 31 == now % 31 && tx.ContainsNode($"n{i}"))
                        tx.UpdateNode($"n{i}", new MetadataPatch { ["Tick"] = now });
                }
            });
            if (tick % 7 == 0)
                held.Add((graph.Live, tick));
        }

        for (int tick = 0; tick < Ticks; tick++)
            Assert.Equal(Standing(tick), graph.At(Start.AddSeconds(tick)).Nodes.Select(node => node.Index));
        Assert.Equal(Standing(Ticks - 1), graph.Live.Nodes.Select(node => node.Index));
        Assert.Equal(Standing(Ticks - 1).Length, graph.Live.CountNodes());
        // A view that was made before keeps what it showed, though its blocks are over by now.
        foreach (var (view, tick) in held)
            Assert.Equal(Standing(tick), view.Nodes.Select(node => node.Index));
        for (int from = 0; from < Ticks - 5; from += 9)
        {
            var window = graph.During(new TimeWindow(Start.AddSeconds(from), Start.AddSeconds(from + 4)), newestOnly: true);
            Assert.Equal(Enumerable.Range(from, 4).SelectMany(Standing).Distinct().Order(), window.Nodes.Select(node => node.Index));
        }

        int[] Standing(int tick) => [.. Enumerable.Range(0, Nodes).Where(i =>
            (lives[i].From <= tick && tick < lives[i].To) || (again[i].From <= tick && tick < again[i].To))];
    }

    [Fact]
    public void What_is_undone_leaves_no_trace()
    {
        using var graph = new Graph();
        graph.Write(tx => { for (int i = 0; i < 3000; i++) tx.AddNode($"n{i}", default); });
        Assert.Throws<InvalidOperationException>(() => graph.Write(tx =>
        {
            for (int i = 0; i < 3000; i++)
                tx.DeleteNode($"n{i}");
            throw new InvalidOperationException();
        }));
        Assert.Equal(3000, graph.Live.Nodes.Count());
        graph.Write(tx => { for (int i = 0; i < 3000; i++) tx.DeleteNode($"n{i}"); });
        Assert.Empty(graph.Live.Nodes);
        graph.Write(tx => tx.AddNode("n2999", default));
        Assert.Equal("n2999", Assert.Single(graph.Live.Nodes).Id.ToString());
    }
}
