namespace Steffi.Core.Tests;

public sealed class RocksDbStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("steffi-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Graph Open(TimeSpan? retention = null, TimeProvider? time = null) =>
        new(new GraphOptions { Store = RocksDbStore.Open(_directory), Retention = retention, Time = time ?? TimeProvider.System });

    [Fact]
    public void History_outlives_the_process()
    {
        DateTimeOffset then;
        using (var graph = Open())
        {
            graph.Write(tx => tx.AddNode("a", Metadata.Of(("MTU", 1500))));
            then = graph.Now;
            Thread.Sleep(2);
            graph.Write(tx => tx.UpdateNode("a", new MetadataPatch { ["MTU"] = 9000 }));
            graph.Write(tx => tx.DeleteNode("a"));
        }
        using var again = Open();
        Assert.Equal(0, again.Live.CountNodes());
        Assert.Equal(1500, again.At(then).Nodes.Single()["MTU"].AsInt());
        again.Write(tx => tx.AddNode("a", Metadata.Empty));
        Assert.Equal(1, again.Live.Nodes.Single().Revision);
    }

    [Fact]
    public void A_second_process_is_told_that_the_store_is_in_use()
    {
        using var graph = Open();
        var error = Assert.Throws<IOException>(() => RocksDbStore.Open(_directory));
        Assert.Contains(_directory, error.Message);
        Assert.Contains("open in another process", error.Message);
    }

    [Fact]
    public void A_damaged_store_says_so_and_is_not_taken_for_one_in_use()
    {
        using (var graph = Open())
            graph.Write(tx => tx.AddNode("a", Metadata.Of(("Name", new string('x', 5000)))));
        // Opened again, the log has become a table.
        Open().Dispose();
        foreach (var file in Directory.GetFiles(_directory, "*.sst"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes.AsSpan(0, bytes.Length / 2).Fill(0x55);
            File.WriteAllBytes(file, bytes);
        }
        var error = Assert.Throws<IOException>(() => Open().Dispose());
        Assert.Contains(_directory, error.Message);
        Assert.Contains("Corruption", error.Message);
        Assert.DoesNotContain("another process", error.Message);
    }

    [Fact]
    public void A_damaged_block_in_the_middle_is_an_error_and_not_the_end_of_history()
    {
        var random = new Random(7);
        using (var graph = Open())
        {
            for (int i = 0; i < 300; i++)
                graph.Write(tx => tx.AddNode($"{i}", Metadata.Of(("Name", Convert.ToHexString(RandomBytes(random, 1000))))));
        }
        Open().Dispose();
        string table = Directory.GetFiles(_directory, "*.sst").MaxBy(file => new FileInfo(file).Length)!;
        byte[] whole = File.ReadAllBytes(table);
        foreach (double at in (ReadOnlySpan<double>)[0.3, 0.6, 0.85])
        {
            byte[] bytes = [.. whole];
            bytes.AsSpan((int)(bytes.Length * at), 64).Fill(0x55);
            File.WriteAllBytes(table, bytes);
            var error = Assert.Throws<IOException>(() =>
            {
                using var store = RocksDbStore.Open(_directory);
                Assert.NotEmpty(store.Read().ToList());
            });
            Assert.Contains(_directory, error.Message);
            Assert.Contains("Corruption", error.Message);
        }
        File.WriteAllBytes(table, whole);
        using var again = Open();
        Assert.Equal(300, again.Live.CountNodes());
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public void History_beyond_the_retention_is_forgotten_in_memory_and_in_the_store()
    {
        var time = new SteppedTime();
        using (var graph = Open(TimeSpan.FromMinutes(10), time))
        {
            graph.Write(tx =>
            {
                tx.AddNode("old", Metadata.Of(("N", 1)));
                tx.AddNode("gone", Metadata.Empty);
            });
            graph.Write(tx => tx.DeleteNode("gone"));
            var start = graph.Now;
            time.Step(TimeSpan.FromMinutes(30));
            graph.Write(tx => tx.AddNode("new", Metadata.Empty));
            Assert.Throws<HistoryExpiredException>(() => graph.At(start));
            Assert.True(graph.At(time.GetUtcNow().AddMinutes(-9)).TryGetNode("old", out var old));
            Assert.Equal(start, old.CreatedAt);
        }
        using var again = Open(time: time);
        Assert.Equal(["new", "old"], again.Live.Nodes.Select(n => n.Id.ToString()).Order());
        Assert.True(again.OldestInstant > default(DateTimeOffset));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Step(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
