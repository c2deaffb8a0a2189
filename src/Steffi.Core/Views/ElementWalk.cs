using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Elements to walk over, whether they stand in a view or not.</summary>
/// <typeparam name="TEntry">Of nodes or edges.</typeparam>
internal interface IElementSource<TEntry>
{
    /// <summary>Whether there are so many in a row that they are found faster at once than one after another.</summary>
    bool HasBatches { get; }

    /// <summary>The next one.</summary>
    bool MoveNext(GraphView view, [MaybeNullWhen(false)] out TEntry entry);

    /// <summary>Finds what the view shows of the next ones, all at once; nothing of the view may stand among those passed by.</summary>
    /// <returns>How many; 0 at the end.</returns>
    int Fill(GraphView view, RevisionBatch batch);

    /// <summary>One of those that were found last.</summary>
    TEntry InBatch(int index);

    /// <summary>What the view shows of one; null for nothing.</summary>
    static abstract Revision? Find(GraphView view, TEntry entry);

    /// <summary>Nodes and edges alike.</summary>
    static abstract Element ElementOf(TEntry entry);
}

/// <summary>A walk over what a view shows of some elements: of each the newest revision, or in a window every one.</summary>
/// <remarks>Hot (benchmark: QueryBenchmarks). Allocates nothing unless the view shows every revision.</remarks>
internal struct ElementWalk<TSource, TEntry> where TSource : struct, IElementSource<TEntry>
{
    private readonly GraphView? _view;
    private readonly List<Revision>? _revisions;   // of one element, where the view shows every revision
    private TSource _source;
    private TEntry? _entry;
    private Revision? _at;
    private RevisionBatch? _batch;
    private int _next, _end;   // in the batch, or among the revisions

    public ElementWalk(GraphView? view, in TSource source)
    {
        (_view, _source) = (view, source);
        if (view is { ShowsEvery: true })
            _revisions = [];
        else if (source.HasBatches)
            _batch = RevisionBatch.Rent();
    }

    public readonly GraphView View => _view!;

    public readonly TEntry Entry => _entry!;

    public readonly Revision At => _at!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_batch is not null)
            return MoveNextInBatch();
        if (_revisions is not null)
            return MoveNextRevision();
        while (_source.MoveNext(_view!, out _entry))
        {
            _at = TSource.Find(_view!, _entry);
            if (_at is not null)
                return true;
        }
        return false;
    }

    private bool MoveNextInBatch()
    {
        while (true)
        {
            while (_next < _end)
            {
                int at = _next++;
                if (_batch![at] is not { } shown)
                    continue;
                _at = shown;
                _entry = _source.InBatch(at);
                return true;
            }
            (_next, _end) = (0, _source.Fill(_view!, _batch!));
            if (_end == 0)
                return false;
        }
    }

    private bool MoveNextRevision()
    {
        while (_next == _revisions!.Count)
        {
            if (!_source.MoveNext(_view!, out _entry))
                return false;
            _revisions.Clear();
            _next = 0;
            _view!.FindAll(TSource.ElementOf(_entry), _revisions);
        }
        _at = _revisions[_next++];
        return true;
    }

    public void Dispose()
    {
        _batch?.Return();
        _batch = null;
    }
}
