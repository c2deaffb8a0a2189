namespace Steffi.Flows.Tests;

/// <summary>The history gives up what is too old or too much, and says what it lost.</summary>
public class RetentionTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("RocksDB")]
    public async Task Old_flows_go(string kind)
    {
        using var place = new HistoryPlace(kind);
        using var store = place.OpenStore();
        var time = new SettableTime(DateTimeOffset.UnixEpoch.AddDays(1));
        var options = new FlowHistoryOptions { Retention = TimeSpan.FromHours(168), Time = time };
        var writer = new HistoryWriter(store, options, HistorySchema.Open(store));
        for (int hour = 0; hour < 200; hour++)
        {
            writer.Write([Asking.Flow($"{hour:x16}", hour, hour)]);
            writer.ApplyRetention();
            time.Now = time.Now.AddMinutes(61);
        }

        int oldest = 200 - 168 * 60 / 61 - 1;
        Assert.Equal(200 - oldest, writer.Partitions.Count);
        var rows = new List<string>();
        store.Scan([0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF], (key, value) =>
        {
            if (key.Length == HistoryKey.FlowLength && key[4] == 'F') rows.Add(FlowRow.ReadId(value));
            return true;
        });
        Assert.Equal(Enumerable.Range(oldest, 200 - oldest).Select(hour => $"{hour:x16}"), rows);
        Assert.Equal(writer.Partitions.Select(partition => partition.Number), HistorySchema.Open(store).Select(partition => partition.Number));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("RocksDB")]
    public async Task The_oldest_go_when_there_is_no_more_room(string kind)
    {
        using var place = new HistoryPlace(kind);
        using var store = place.OpenStore();
        var options = new FlowHistoryOptions { MaxBytes = 4 << 20 };
        var writer = new HistoryWriter(store, options, HistorySchema.Open(store));
        var source = new RandomFlows(1);
        int written = 0;
        for (int batch = 0; batch < 60; batch++)
        {
            writer.Write([.. Enumerable.Range(0, 500).Select(_ => source.One())]);
            writer.ApplyRetention();
            written += 500;
        }

        Assert.InRange(store.Bytes, 100_000, options.MaxBytes);
        Assert.True(writer.Partitions[0].Number > 1);
        long kept = writer.Partitions.Sum(partition => partition.Rows);
        Assert.InRange(kept, 2000, written - 2000);
    }

    [Fact]
    public async Task Reports_beyond_the_queue_are_dropped_and_counted()
    {
        using var store = new SlowStore();
        await using var history = new FlowHistory(store, new FlowHistoryOptions { QueueLength = 100 });
        int refused = 0;
        for (int i = 0; i < 1000; i++) refused += history.Add(Asking.Flow($"{i:x16}")) ? 0 : 1;
        store.Release();
        await history.FlushAsync();
        Assert.True(refused >= 700, $"{refused} were refused.");
        Assert.Equal((1000 - refused, refused), (history.Statistics.Written, history.Statistics.Dropped));
        Assert.Equal(1000 - refused, history.Find(FlowLookup.All, 0, long.MaxValue).Count());
    }

    [Fact]
    public async Task A_store_that_fails_is_counted_and_named_and_used_again()
    {
        using var store = new SlowStore();
        store.Release();
        await using var history = new FlowHistory(store);
        history.Add(Asking.Flow("f1"));
        await history.FlushAsync();
        store.IsFull = true;
        history.Add(Asking.Flow("f2"));
        await history.FlushAsync();
        Assert.Equal("no room", history.LastError);
        store.IsFull = false;
        history.Add(Asking.Flow("f2") with { NodeTID = "t" });
        history.Add(Asking.Flow("f1") with { Application = "TLS" });
        await history.FlushAsync();
        Assert.Null(history.LastError);
        Assert.Equal((3, 1), (history.Statistics.Written, history.Statistics.Failed));
        Assert.Equal("f2", Assert.Single(history.Find(new FlowLookup([[new(FlowField.NodeTID, "t")]]), 0, 5000)).UUID);
        Assert.Equal("f1", Assert.Single(history.Find(new FlowLookup([[new(FlowField.Application, "TLS")]]), 0, 5000)).UUID);
        Assert.Equal(2, history.Find(FlowLookup.All, 0, 5000).Count());
    }

    [Fact]
    public void A_history_of_another_version_is_refused()
    {
        using var store = new MemoryFlowStore();
        var batch = new FlowStoreBatch();
        batch.Put(HistoryKey.Schema, [2]);
        store.Write(batch);
        Assert.Equal("The flow history is of version 2; this program knows 1.", Assert.Throws<IOException>(() => new FlowHistory(store)).Message);
    }

    [Fact]
    public void Broken_rows_are_named_and_never_read_past_their_end()
    {
        var words = new WordList();
        var row = new RowWriter();
        FlowRow.Write(row, new RandomFlows(2).One() with { Details = Metadata.Of(("TLS", Metadata.Of(("SNI", "a")))) }, true, 0, words);
        byte[] whole = row.Written.ToArray();
        for (int length = 0; length < whole.Length; length++) Assert.Throws<StoreCorruptException>(() => FlowRow.Read(whole.AsSpan(0, length), words));
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] broken = [.. whole];
            for (int i = random.Next(1, 5); i > 0; i--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                FlowRow.Read(broken, words);
            }
            catch (StoreCorruptException)
            {
            }
        }
    }

    /// <summary>Takes nothing until it is released, and fails while it is full.</summary>
    private sealed class SlowStore : IFlowStore
    {
        private readonly MemoryFlowStore _inner = new();
        private readonly ManualResetEventSlim _open = new();
        private bool _hasSchema;

        public bool IsFull { get; set; }

        public long Bytes => _inner.Bytes;

        public void Release() => _open.Set();

        public byte[]? Get(ReadOnlySpan<byte> key) => _inner.Get(key);

        public void Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, FlowStoreVisitor visit) => _inner.Scan(from, to, visit);

        public void Write(FlowStoreBatch batch)
        {
            if (_hasSchema) _open.Wait();
            _hasSchema = true;
            if (IsFull) throw new IOException("no room");
            _inner.Write(batch);
        }

        public void Drop(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => _inner.Drop(from, to);

        public void Dispose()
        {
        }
    }
}
