using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>All edges by their dense number, in blocks that never move, and by id.</summary>
/// <remarks>Hot. One writer; readers take no lock and see every record below the count that the published state names. One found by id
/// may be of a transaction that is not published: its revisions tell. A block goes when all its edges are gone.</remarks>
internal sealed class EdgeTable(NodeTable nodes)
{
    private static readonly NodeEntry Nowhere = new(default, -1);

    private readonly NumberTable _ids = new();
    private ConcurrentDictionary<int, int>? _sameId;   // rare: the edge that had the id before, between other nodes
    private EdgeBlock?[] _blocks = new EdgeBlock?[16];
    private EdgeBlock? _gone;   // in the place of every block whose edges are gone: none of its own ever stood
    private string?[] _texts = [];
    private int _textCount;
    private int _removals;

    public int Count { get; private set; }

    public EdgeBlock?[] Blocks => Volatile.Read(ref _blocks);

    public EdgeEntry this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Blocks[index >> EdgeBlock.Bits]!, index & (EdgeBlock.Size - 1));
    }

    public IEnumerable<EdgeEntry> All
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if (!this[i].Id.IsEmpty)
                    yield return this[i];
            }
        }
    }

    public NodeEntry NodeOf(int index) => index < 0 ? Nowhere : nodes[index] ?? Nowhere;

    public ElementId IdOf(in EdgeRecord record) => (record.NumberAndState & EdgeRecord.HasText) != 0
        ? Volatile.Read(ref _texts)[(int)record.IdLow] ?? ""
        : ElementId.FromUuid(record.IdHigh, record.IdLow);

    public EdgeEntry? Find(in ElementId id)
    {
        while (true)
        {
            int removals = Volatile.Read(ref _removals);
            foreach (int number in _ids.Find(HashOf(id)))
            {
                if (this[number] is var edge && edge.Id.Equals(id))
                    return edge;
            }
            // What was just taken out may have stood before another of the same id.
            if (removals == Volatile.Read(ref _removals))
                return null;
        }
    }

    public EdgeEntry? SameIdAs(int index)
    {
        // One that was taken out is a link still, for who was on the way to it.
        while (Volatile.Read(ref _sameId) is { } same && same.TryGetValue(index, out index))
        {
            if (!this[index].Id.IsEmpty)
                return this[index];
        }
        return null;
    }

    /// <param name="id">Of the edge.</param>
    /// <param name="parent">Null for nowhere.</param>
    /// <param name="child">Null for nowhere.</param>
    /// <param name="known">The edge that was found by the id until now.</param>
    public EdgeEntry Add(in ElementId id, NodeEntry? parent, NodeEntry? child, EdgeEntry? known)
    {
        int index = Count, block = index >> EdgeBlock.Bits;
        if (block == _blocks.Length)
        {
            var larger = new EdgeBlock?[block * 2];
            _blocks.CopyTo(larger, 0);
            Volatile.Write(ref _blocks, larger);
        }
        _blocks[block] ??= new EdgeBlock(this, index);
        var entry = this[index];
        ref var record = ref entry.Block.Records[entry.Place];
        if (!id.TryGetUuid(out record.IdHigh, out record.IdLow))
        {
            record.IdLow = (ulong)AddText(id.ToString());
            record.NumberAndState = EdgeRecord.HasText;
        }
        (record.Parent, record.Child) = (parent?.Index ?? -1, child?.Index ?? -1);
        Count++;
        if (known is { } before)
        {
            (_sameId ??= new())[index] = before.Index;
            _ids.Replace(HashOf(id), before.Index, index);
        }
        else
        {
            _ids.Add(HashOf(id), index);
        }
        parent?.Out.Add(index);
        child?.In.Add(index);
        return entry;
    }

    /// <summary>Takes edges out for good; their numbers are not given again.</summary>
    public void Remove(IReadOnlySet<EdgeEntry> gone)
    {
        // Those that go stay links between others for readers that are on the way, until the next time.
        var (newest, found) = (new Dictionary<ElementId, int>(), new Dictionary<ElementId, int>());
        var same = new ConcurrentDictionary<int, int>();
        foreach (var edge in All)
        {
            var id = edge.Id;
            if (newest.TryGetValue(id, out int before))
                same[edge.Index] = before;
            newest[id] = edge.Index;
            if (!gone.Contains(edge))
                found[id] = edge.Index;
        }
        _ids.Reset([.. found.Select(pair => (HashOf(pair.Key), pair.Value))]);
        Volatile.Write(ref _sameId, same.IsEmpty ? null : same);
        Volatile.Write(ref _removals, _removals + 1);
        foreach (var edge in gone)
        {
            ref var record = ref edge.Block.Records[edge.Place];
            if ((record.NumberAndState & EdgeRecord.HasText) != 0)
                _texts[record.IdLow] = null;
            if (edge.Block.Remove(edge.Place))
                Volatile.Write(ref _blocks[edge.Block.First >> EdgeBlock.Bits], _gone ??= new EdgeBlock(this, 0));
        }
    }

    private int AddText(string text)
    {
        if (_textCount == _texts.Length)
        {
            var larger = new string?[Math.Max(16, _textCount * 2)];
            _texts.CopyTo(larger, 0);
            Volatile.Write(ref _texts, larger);
        }
        _texts[_textCount] = text;
        return _textCount++;
    }

    private static uint HashOf(in ElementId id) => (uint)id.GetHashCode();
}
