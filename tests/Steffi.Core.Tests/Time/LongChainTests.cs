namespace Steffi.Core.Tests;

public class LongChainTests
{
    private const int Revisions = 5000;

    [Fact]
    public void Any_instant_of_a_long_history_is_found_in_few_steps()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var graph = new Graph();
        for (int i = 0; i < Revisions; i++)
        {
            graph.Write(tx =>
            {
                tx.At = start.AddSeconds(i);
                tx.ReplaceNode("n", Metadata.Of(("Count", i)));
            });
        }
        var head = graph.Tables.Nodes.Find("n")!.Head!;
        for (int i = 0; i < Revisions; i++)
        {
            long asked = start.AddSeconds(i).UtcTicks;
            int steps = 0;
            var at = head;
            for (; at.Time > asked; steps++)
                at = at.Towards(asked)!;
            Assert.Equal(i, at.Metadata["Count"].AsInt());
            Assert.InRange(steps, 0, 3 * 13);
        }
    }
}
