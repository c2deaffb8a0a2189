namespace Steffi;

/// <summary>Entries by id; readers take no lock.</summary>
/// <remarks>Hot. One writer. An entry may be of a transaction that is not published: its revisions tell.</remarks>
internal sealed class IdTable<T>(EntryTable<T> entries) where T : Entry
{
    private readonly NumberTable _numbers = new();

    public T? Find(in ElementId id)
    {
        foreach (int number in _numbers.Find(HashOf(id)))
        {
            if (entries[number] is { } entry && entry.Id.Equals(id))
                return entry;
        }
        return null;
    }

    public void Add(T entry) => _numbers.Add(HashOf(entry.Id), entry.Index);

    /// <summary>Puts another entry of the same id in its place.</summary>
    public void Replace(T old, T entry) => _numbers.Replace(HashOf(old.Id), old.Index, entry.Index);

    /// <summary>Holds just these entries from now on.</summary>
    public void Reset(IEnumerable<T> kept) => _numbers.Reset([.. kept.Select(entry => (HashOf(entry.Id), entry.Index))]);

    private static uint HashOf(in ElementId id) => (uint)id.GetHashCode();
}
