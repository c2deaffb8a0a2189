namespace Steffi.Flows;

/// <summary>Looks at one entry of a store. The spans are valid during the call; the store is not to be called from it.</summary>
/// <returns>False to stop.</returns>
public delegate bool FlowStoreVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

/// <summary>
/// Where a <see cref="FlowHistory"/> keeps its bytes: an ordered map from key to value. What the bytes mean is the history's matter, so that
/// every store gives the same answers. One thread writes at a time; any number read.
/// </summary>
public interface IFlowStore : IDisposable
{
    /// <summary>The bytes that all of it takes, about.</summary>
    long Bytes { get; }

    /// <summary>The value of a key; null when there is none.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>Visits the entries of from ≤ key &lt; to, in the order of their keys' bytes, as they were at the call.</summary>
    /// <exception cref="IOException">A part of them cannot be read; those before it were visited.</exception>
    void Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, FlowStoreVisitor visit);

    /// <summary>Keeps all of a batch or, when it throws, nothing. On return it survives the death of the process.</summary>
    /// <exception cref="IOException">The store did not take it.</exception>
    void Write(FlowStoreBatch batch);

    /// <summary>Drops the entries of from ≤ key &lt; to and gives their room back.</summary>
    void Drop(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);
}
