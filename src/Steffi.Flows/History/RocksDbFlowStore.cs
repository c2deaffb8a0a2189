using System.Globalization;
using RocksDbSharp;

namespace Steffi.Flows;

/// <summary>Keeps the bytes in RocksDB, in a directory of this machine. One process at a time can have it open. Thread-safe.</summary>
/// <remarks>Each batch is one write to the log that goes before the table files: it survives the death of the process, and with <c>syncEach</c> the loss of power.</remarks>
public sealed class RocksDbFlowStore : IFlowStore
{
    private readonly RocksDb _db;
    private readonly string _directory;
    private readonly WriteOptions _write;
    private readonly WriteBatch _batch = new();
    // Readers share it, so that the database is not closed beneath them.
    private readonly ReaderWriterLockSlim _open = new();
    private bool _disposed;

    private RocksDbFlowStore(RocksDb db, string directory, bool syncEach)
    {
        _db = db;
        _directory = directory;
        _write = new WriteOptions().SetSync(syncEach);
    }

    /// <inheritdoc/>
    public long Bytes => Read(() => Property("rocksdb.live-sst-files-size") + Property("rocksdb.cur-size-all-mem-tables"));

    /// <summary>Opens the store of a directory, which is made where it does not exist.</summary>
    /// <param name="directory">Its parent has to be writable; not that of another store.</param>
    /// <param name="syncEach">Every batch waits for the disk.</param>
    /// <exception cref="IOException">The directory cannot be used, or another process has the store open.</exception>
    public static RocksDbFlowStore Open(string directory, bool syncEach = false)
    {
        Directory.CreateDirectory(directory);
        var options = new DbOptions()
            .SetCreateIfMissing()
            .SetKeepLogFileNum(2)
            .SetMaxTotalWalSize(64 << 20)
            .SetWriteBufferSize(32 << 20)
            .SetCompression(RocksDbSharp.Compression.Zstd)
            .SetBlockBasedTableFactory(new BlockBasedTableOptions().SetBlockSize(16 << 10));
        try
        {
            return new RocksDbFlowStore(RocksDb.Open(options, directory), directory, syncEach);
        }
        catch (RocksDbException error)
        {
            throw new IOException(
                error.Message.Contains("While lock file", StringComparison.Ordinal) || error.Message.Contains("lock hold", StringComparison.Ordinal)
                    ? $"The flow history in {directory} is open in another process."
                    : $"The flow history in {directory} cannot be opened: {error.Message}",
                error);
        }
    }

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        _open.EnterReadLock();
        try
        {
            return _disposed ? throw Closed() : _db.Get(key);
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, FlowStoreVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        _open.EnterReadLock();
        try
        {
            if (_disposed) throw Closed();
            using var at = _db.NewIterator();
            for (at.Seek(from); at.Valid(); at.Next())
            {
                var key = at.GetKeySpan();
                if (key.SequenceCompareTo(to) >= 0 || !visit(key, at.GetValueSpan())) return;
            }
            // A block that cannot be read ends an iterator as the last entry does: only its status tells them apart.
            Native.Instance.rocksdb_iter_get_error(at.Handle);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The flow history in {_directory} cannot be read: {error.Message}", error);
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Write(FlowStoreBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _batch.Clear();
        for (int i = 0; i < batch.Count; i++) _batch.Put(batch.KeyOf(i), batch.ValueOf(i));
        Write();
    }

    /// <inheritdoc/>
    public void Drop(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] start = from.ToArray(), end = to.ToArray();
        _batch.Clear();
        _batch.DeleteRange(start, (ulong)start.Length, end, (ulong)end.Length);
        Write();
        Read(() =>
        {
            _db.CompactRange(start, end);
            return 0;
        });
    }

    /// <summary>Syncs as far as the disk takes it, and closes the store, when those that read are done.</summary>
    public void Dispose()
    {
        _open.EnterWriteLock();
        try
        {
            if (_disposed) return;
            _disposed = true;
            try
            {
                Native.Instance.rocksdb_flush_wal(_db.Handle, 1);
            }
            catch (RocksDbException)
            {
                // A full disk: whoever wrote what is not there has been told then.
            }
            _batch.Dispose();
            _db.Dispose();
        }
        finally
        {
            _open.ExitWriteLock();
        }
    }

    private void Write()
    {
        try
        {
            Read(() =>
            {
                _db.Write(_batch, _write);
                return 0;
            });
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The flow history in {_directory} did not take a batch: {error.Message}", error);
        }
    }

    private T Read<T>(Func<T> read)
    {
        _open.EnterReadLock();
        try
        {
            return _disposed ? throw Closed() : read();
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    private long Property(string name) => long.TryParse(_db.GetProperty(name), CultureInfo.InvariantCulture, out long value) ? value : 0;

    private ObjectDisposedException Closed() => new(nameof(RocksDbFlowStore), $"The flow history in {_directory} is closed.");
}
