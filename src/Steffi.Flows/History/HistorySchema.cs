using System.Text;

namespace Steffi.Flows;

/// <summary>What a store of a history begins with: the version of its form, and the heads of its partitions.</summary>
internal static class HistorySchema
{
    private const byte Version = 1;

    /// <summary>Reads the partitions, the oldest first; a new store gets its version.</summary>
    public static List<HistoryPartition> Open(IFlowStore store)
    {
        CheckVersion(store);
        var partitions = new List<HistoryPartition>();
        byte[] heads = HistoryKey.Head(0), end = HistoryKey.Head(uint.MaxValue);
        store.Scan(heads, end, (key, value) =>
        {
            uint number = HistoryKey.PartitionOfHead(key);
            partitions.Add(HistoryPartition.ReadHead(number, value, () => ReadWords(store, number), () => ReadTimes(store, number)));
            return true;
        });
        // What a death in the middle of dropping left.
        byte[] start = HistoryKey.Partition(1), oldest = HistoryKey.Partition(partitions is [var first, ..] ? first.Number : uint.MaxValue);
        bool isLeft = false;
        store.Scan(start, oldest, (_, _) => !(isLeft = true));
        if (isLeft) store.Drop(start, oldest);
        return partitions;
    }

    private static void CheckVersion(IFlowStore store)
    {
        if (store.Get(HistoryKey.Schema) is { } found)
        {
            if (found is [Version]) return;
            throw new IOException($"The flow history is of version {(found.Length == 1 ? found[0] : "?")}; this program knows {Version}.");
        }

        var batch = new FlowStoreBatch();
        batch.Put(HistoryKey.Schema, [Version]);
        store.Write(batch);
    }

    private static RowTimes ReadTimes(IFlowStore store, uint partition)
    {
        var times = new RowTimes();
        store.Scan(HistoryKey.Times(partition, 0), HistoryKey.After(HistoryKey.Times(partition, uint.MaxValue)), (key, value) =>
        {
            times.Read(HistoryKey.BlockOf(key), value);
            return true;
        });
        return times;
    }

    private static WordList ReadWords(IFlowStore store, uint partition)
    {
        var words = new WordList();
        byte[] all = HistoryKey.Word(partition, 0)[..^4];
        store.Scan(all, HistoryKey.After(all), (_, value) =>
        {
            words.Add(Encoding.UTF8.GetString(value));
            return true;
        });
        return words;
    }
}
