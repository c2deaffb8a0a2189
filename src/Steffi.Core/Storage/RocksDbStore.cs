using System.Buffers.Binary;
using RocksDbSharp;

namespace Steffi;

/// <summary>Keeps events in RocksDB, in a directory of this machine. One process at a time can have it open.</summary>
/// <remarks>Column families: <c>log</c> (number → latest instant, transaction), <c>snapshot</c> (number → transaction) and the
/// default one (<c>oldest</c> → instant). Each transaction is one write to the log that goes before the table files.</remarks>
public sealed class RocksDbStore : IEventStore
{
    private static readonly byte[] OldestKey = "oldest"u8.ToArray();

    private readonly RocksDb _db;
    private readonly ColumnFamilyHandle _log, _snapshot;
    private readonly WriteOptions _write;
    private readonly string _directory;
    private long _next;
    private bool _disposed;

    private RocksDbStore(RocksDb db, string directory, bool syncEach)
    {
        _db = db;
        _directory = directory;
        _write = new WriteOptions().SetSync(syncEach);
        _log = db.GetColumnFamily("log");
        _snapshot = db.GetColumnFamily("snapshot");
        using var last = db.NewIterator(_log);
        last.SeekToLast();
        CheckWhole(last);
        _next = last.Valid() ? BinaryPrimitives.ReadInt64BigEndian(last.Key()) + 1 : 1;
        OldestInstant = db.Get(OldestKey) is { Length: 8 } ticks ? Instant.FromTicks(BinaryPrimitives.ReadInt64BigEndian(ticks)) : default;
    }

    /// <summary>Opens the store of a directory, which is made where it does not exist.</summary>
    /// <param name="directory">Its parent has to be writable.</param>
    /// <param name="syncEach">Every transaction waits for the disk, so that none is lost with the power either; otherwise
    /// <see cref="Sync"/> does that for all before it.</param>
    /// <exception cref="IOException">The directory cannot be used, or another process has the store open.</exception>
    public static RocksDbStore Open(string directory, bool syncEach = false)
    {
        Directory.CreateDirectory(directory);
        var options = new DbOptions()
            .SetCreateIfMissing()
            .SetCreateMissingColumnFamilies()
            .SetKeepLogFileNum(2)
            .SetMaxTotalWalSize(64 << 20);
        var families = new ColumnFamilies
        {
            { "log", new ColumnFamilyOptions().SetCompression(Compression.Lz4) },
            { "snapshot", new ColumnFamilyOptions().SetCompression(Compression.Lz4) },
        };
        try
        {
            var db = RocksDb.Open(options, directory, families);
            try
            {
                return new RocksDbStore(db, directory, syncEach);
            }
            catch (RocksDbException)
            {
                db.Dispose();
                throw;
            }
        }
        catch (RocksDbException error)
        {
            throw new IOException(
                IsLocked(error)
                    ? $"The store in {directory} is open in another process."
                    : $"The store in {directory} cannot be opened: {error.Message}",
                error);
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset OldestInstant { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<EventBatch>> Read(CancellationToken cancel = default)
    {
        foreach (var (family, header) in new[] { (_snapshot, 0), (_log, 8) })
        {
            foreach (var at in Walk(family))
            {
                cancel.ThrowIfCancellationRequested();
                yield return EventCodec.Decode(at.Value().AsSpan(header), $"{_directory}, transaction {BinaryPrimitives.ReadInt64BigEndian(at.Key())}");
            }
        }
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<EventBatch> transaction)
    {
        var bytes = EventCodec.Encode(transaction);
        var value = new byte[8 + bytes.Length];
        BinaryPrimitives.WriteInt64BigEndian(value, MemoryEventStore.LatestOf(transaction));
        bytes.CopyTo(value, 8);
        try
        {
            _db.Put(Number(_next), value, _log, _write);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The store in {_directory} did not take a transaction: {error.Message}", error);
        }
        _next++;
    }

    /// <inheritdoc/>
    public void Sync()
    {
        try
        {
            Native.Instance.rocksdb_flush_wal(_db.Handle, 1);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The store in {_directory} cannot be synced: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Forget(DateTimeOffset before, IEnumerable<IReadOnlyList<EventBatch>> snapshot)
    {
        using var change = new WriteBatch();
        foreach (var old in Walk(_snapshot))
            change.Delete(old.Key(), _snapshot);
        long number = 0;
        foreach (var transaction in snapshot)
            change.Put(Number(++number), EventCodec.Encode(transaction), _snapshot);
        foreach (var old in Walk(_log))
        {
            // From the beginning up to the first that is still needed; a late one behind it costs space, not truth.
            if (BinaryPrimitives.ReadInt64BigEndian(old.Value()) >= before.UtcTicks)
                break;
            change.Delete(old.Key(), _log);
        }
        change.Put(OldestKey, Number(before.UtcTicks));
        Commit(change);
        OldestInstant = before;
    }

    /// <inheritdoc/>
    /// <remarks>Reads everything that is kept, and compacts the files afterwards, since the old values stay in them until then.</remarks>
    public void Erase(IReadOnlySet<ElementId> ids)
    {
        using var change = new WriteBatch();
        foreach (var (family, header) in new[] { (_snapshot, 0), (_log, 8) })
        {
            foreach (var at in Walk(family))
            {
                byte[] value = at.Value();
                string source = $"{_directory}, transaction {BinaryPrimitives.ReadInt64BigEndian(at.Key())}";
                if (Erasure.Of(EventCodec.Decode(value.AsSpan(header), source), ids) is { } rest)
                {
                    byte[] without = [.. value.AsSpan(0, header), .. EventCodec.Encode(rest)];
                    change.Put(at.Key(), without, family);
                }
            }
        }
        Commit(change);
        // Compaction empties the memory tables of its family first; with those of all families empty, the write-ahead log goes too.
        foreach (var family in new[] { _snapshot, _log, _db.GetDefaultColumnFamily() })
            _db.CompactRange((byte[]?)null, null, family);
    }

    // The iterator itself, at each entry of a family.
    private IEnumerable<Iterator> Walk(ColumnFamilyHandle family)
    {
        using var at = _db.NewIterator(family);
        for (at.SeekToFirst(); at.Valid(); at.Next())
            yield return at;
        try
        {
            CheckWhole(at);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The store in {_directory} cannot be read to its end: {error.Message}", error);
        }
    }

    // A block that cannot be read ends an iterator as the last entry does: only its status tells them apart.
    private static void CheckWhole(Iterator at) => Native.Instance.rocksdb_iter_get_error(at.Handle);

    private void Commit(WriteBatch change)
    {
        try
        {
            _db.Write(change, new WriteOptions().SetSync(true));
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The store in {_directory} did not take a change: {error.Message}", error);
        }
    }

    /// <summary>Syncs as far as the disk takes it, and closes the store.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            Sync();
        }
        catch (IOException)
        {
            // A full disk: whoever wrote what is not there has been told then.
        }
        _db.Dispose();
    }

    // "While lock file: DIR/LOCK: …", "lock hold by current process"; not "block checksum mismatch".
    private static bool IsLocked(RocksDbException error) => error.Message.Contains("While lock file", StringComparison.Ordinal) || error.Message.Contains("lock hold", StringComparison.Ordinal);

    private static byte[] Number(long number)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(key, number);
        return key;
    }
}
