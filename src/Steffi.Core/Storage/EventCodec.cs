namespace Steffi;

/// <summary>Transactions as bytes, the same on every machine: for stores, and for sending events to another process.</summary>
/// <remarks>Version 1: the version, the names of all metadata keys, then the batches; numbers are LEB128, texts UTF-8 behind their
/// length. Thread-safe.</remarks>
public static class EventCodec
{
    internal const byte Version = 1;

    /// <summary>A transaction's bytes.</summary>
    public static byte[] Encode(IReadOnlyList<EventBatch> transaction)
    {
        var body = new PackedWriter();
        var encoder = new EventEncoder(body);
        body.VarInt((ulong)transaction.Count);
        foreach (var batch in transaction)
            encoder.Batch(batch);
        var whole = PackedWriter.Rent();
        whole.Byte(Version);
        encoder.WriteKeys(whole);
        whole.Bytes(body.Written);
        var bytes = whole.Written.ToArray();
        whole.Return();
        return bytes;
    }

    /// <summary>The transaction of these bytes.</summary>
    /// <param name="bytes">May come from anywhere.</param>
    /// <param name="source">Names them in an error.</param>
    /// <exception cref="StoreCorruptException">They are no transaction.</exception>
    public static IReadOnlyList<EventBatch> Decode(ReadOnlySpan<byte> bytes, string source = "transaction")
    {
        var decoder = new EventDecoder(bytes);
        try
        {
            return decoder.Transaction();
        }
        catch (Exception error) when (error is InvalidDataException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new StoreCorruptException(source, decoder.Offset, error is InvalidDataException ? error.Message.TrimEnd('.') : "the data end or do not fit", error);
        }
    }
}
