namespace Steffi.Netlink;

/// <summary>
/// A table of an interface (routes, neighbours, forwarding entries) as it stands in the metadata. It is mapped once per change
/// of it, not per message of its interface; and a long one less often than it changes, because each of its states is kept whole
/// in the history: at most 256 entries a second and interface.
/// </summary>
internal sealed class MappedTable
{
    private const int EntriesPerSecond = 256;

    private MetadataValue _value;
    private bool _isStale;
    private long _notBefore;

    /// <summary>When a change that waits may be mapped, in TickCount64; MaxValue when none waits.</summary>
    public long Due => _isStale ? _notBefore : long.MaxValue;

    public void Changed() => _isStale = true;

    public MetadataValue Value<T>(long now, IReadOnlyCollection<T> entries, Func<IReadOnlyCollection<T>, MetadataValue> map)
    {
        if (!_isStale || now < _notBefore)
            return _value;
        _isStale = false;
        _notBefore = entries.Count <= EntriesPerSecond ? 0 : now + entries.Count * 1000L / EntriesPerSecond;
        return _value = map(entries);
    }
}
