namespace Steffi.Gremlin.Tests;

/// <summary>a - b - c from 1 s on, a - c from 2 s to 3 s: the short way does not last.</summary>
public sealed class LastingPathTests : IDisposable
{
    private const long Base = 1_700_000_000_000;
    private readonly Graph _graph = new();

    public LastingPathTests()
    {
        Write(1000, change =>
        {
            foreach (var id in (string[])["a", "b", "c"]) change.AddNode(id, Metadata.Of(("Name", id)));
            change.AddEdge("ab", "a", "b", default);
            change.AddEdge("bc", "b", "c", default);
        });
        Write(2000, change => change.AddEdge("ac", "a", "c", default));
        Write(3000, change => change.DeleteEdge("ac"));
        Write(3500, change => change.UpdateEdge("bc", new MetadataPatch { ["Speed"] = 10 }));
        Write(5000, change => change.DeleteEdge("bc"));
    }

    public void Dispose() => _graph.Dispose();

    [Theory]
    [InlineData(4000, "2500ms", "ShortestPathTo", "a>c")]
    [InlineData(4000, "2500ms", "LastingPathTo", "a>b>c")]
    [InlineData(2800, "500ms", "LastingPathTo", "a>c")]
    [InlineData(4000, "500ms", "ShortestPathTo", "a>b>c")]
    [InlineData(6000, "2500ms", "ShortestPathTo", "a>b>c")]
    [InlineData(6000, "2500ms", "LastingPathTo", "")]
    public void Only_links_that_stood_during_all_of_the_slice_make_a_lasting_path(long at, string duration, string step, string path)
    {
        var found = _graph.Query($"G.At({Base + at}, '{duration}').V().Has('Name', 'a').{step}(Metadata('Name', 'c'))").Paths;
        Assert.Equal(path, string.Join(" ", found.Select(nodes => string.Join(">", nodes.Select(node => node.Id))).Distinct()));
    }

    private void Write(long milliseconds, Action<Transaction> write) => _graph.Write(change =>
    {
        change.At = DateTimeOffset.FromUnixTimeMilliseconds(Base + milliseconds);
        write(change);
    });
}
