using System.Runtime.CompilerServices;

namespace Steffi.Gremlin;

/// <summary>
/// All watched filters of a graph. A change visits only those that show the node already, and those whose values it has: they
/// are found by the keys and values that they test (a discrimination network), not one by one. Hot (figure: standing).
/// </summary>
internal sealed class StandingFilters(Graph graph)
{
    private const int Capacity = 1 << 16;

    private static readonly ConditionalWeakTable<Graph, StandingFilters> All = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PathFilters> _byPath = new(StringComparer.Ordinal);
    private readonly HashSet<StandingFilter> _unconditional = [];
    private readonly Dictionary<int, HashSet<StandingFilter>> _showing = [];
    private readonly HashSet<StandingFilter> _filters = [];
    private readonly List<ulong> _hashes = [];
    private readonly List<StandingFilter> _found = [];
    private CancellationTokenSource? _listening;
    private long _event;

    /// <summary>The filters that test one path: for given values, or in another way.</summary>
    private sealed record PathFilters(MetadataPath Path)
    {
        public Dictionary<ulong, HashSet<StandingFilter>> ByValue { get; } = [];

        public HashSet<StandingFilter> Others { get; } = [];

        public bool IsEmpty => ByValue.Count == 0 && Others.Count == 0;
    }

    public static StandingFilters Of(Graph graph) => All.GetValue(graph, graph => new StandingFilters(graph));

    /// <summary>Starts to follow a filter; what it shows now waits as added.</summary>
    public StandingFilter Add(LogicalNodes step, Func<GraphView, IEnumerable<Node>> look)
    {
        var filter = new StandingFilter(step);
        lock (_gate)
        {
            if (_listening is null) Listen();
            var view = graph.Live;
            filter.Look(view, look(view));
            foreach (var index in filter.Shown.Keys) Show(filter, index);
            _filters.Add(filter);
            Place(filter, set => set.Add(filter));
        }

        return filter;
    }

    public void Remove(StandingFilter filter)
    {
        lock (_gate)
        {
            _filters.Remove(filter);
            Place(filter, set => set.Remove(filter));
            foreach (var index in filter.Shown.Keys) Hide(filter, index);
            if (_filters.Count > 0) return;
            _listening?.Cancel();
            _listening = null;
        }
    }

    /// <summary>Brings a filter, whose reader or this listener was too slow, to the present.</summary>
    public void Renew(StandingFilter filter, Func<GraphView, IEnumerable<Node>> look)
    {
        lock (_gate)
        {
            var before = filter.Shown.Keys.ToArray();
            var view = graph.Live;
            filter.Look(view, look(view));
            foreach (var index in before) Hide(filter, index);
            foreach (var index in filter.Shown.Keys) Show(filter, index);
        }
    }

    /// <summary>Tells the filters that a transaction touches.</summary>
    public void Follow(GraphChange change)
    {
        lock (_gate)
        {
            if (change.Lost > 0)
            {
                foreach (var filter in _filters)
                {
                    var before = filter.Shown.Keys.ToArray();
                    filter.Look(change.View, change.View.Nodes.Where(node => filter.Accepts(node)));
                    foreach (var index in before) Hide(filter, index);
                    foreach (var index in filter.Shown.Keys) Show(filter, index);
                }

                return;
            }

            foreach (var one in change.Changes)
            {
                if (one.Node is { } node) Follow(change.View, node, isThere: one.Kind != ChangeKind.Deleted && change.View.Find(node.Entry) is not null);
            }
        }
    }

    private void Follow(GraphView view, in Node node, bool isThere)
    {
        _event++;
        _found.Clear();
        if (_showing.TryGetValue(node.Index, out var showing)) Find(showing, view);
        if (isThere) FindByValues(node, view);
        foreach (var filter in _found)
        {
            var was = filter.Shown.ContainsKey(node.Index);
            var accepted = isThere && filter.Accepts(node);
            filter.Judge(node, accepted);
            if (accepted && !was) Show(filter, node.Index);
            else if (was && !accepted) Hide(filter, node.Index);
            filter.FallBehindWhenFull();
        }
    }

    private void FindByValues(in Node node, GraphView view)
    {
        Find(_unconditional, view);
        foreach (var filters in _byPath.Values)
        {
            _hashes.Clear();
            IndexedValue.Collect(node.Metadata, filters.Path, _hashes);
            if (_hashes.Count == 0) continue;
            Find(filters.Others, view);
            foreach (var hash in _hashes)
            {
                if (filters.ByValue.TryGetValue(hash, out var some)) Find(some, view);
            }
        }
    }

    private void Find(HashSet<StandingFilter> some, GraphView view)
    {
        foreach (var filter in some)
        {
            if (filter.LastEvent == _event || filter.IsBehind || view.Version <= filter.Since) continue;
            filter.LastEvent = _event;
            _found.Add(filter);
        }
    }

    /// <summary>Adds a filter to, or removes it from, where a node that it may accept leads.</summary>
    private void Place(StandingFilter filter, Action<HashSet<StandingFilter>> change)
    {
        var conditions = (filter.Where?.Conjuncts ?? []).OfType<FieldCondition>().Where(condition => condition.Field.Path is not null).ToArray();
        if (Array.Find(conditions, condition => condition.ValueTest.SeekValues is not null) is { } seek)
        {
            var filters = PathOf(seek);
            foreach (var value in seek.ValueTest.SeekValues!)
            {
                var hash = IndexedValue.HashOf(value);
                if (!filters.ByValue.TryGetValue(hash, out var some)) filters.ByValue[hash] = some = [];
                change(some);
                if (some.Count == 0) filters.ByValue.Remove(hash);
            }

            Forget(filters);
        }
        else if (Array.Find(conditions, condition => !condition.ValueTest.MatchesAbsent) is { } other)
        {
            var filters = PathOf(other);
            change(filters.Others);
            Forget(filters);
        }
        else change(_unconditional);
    }

    private PathFilters PathOf(FieldCondition condition)
    {
        var path = condition.Field.Path!;
        if (!_byPath.TryGetValue(path.Text, out var filters)) _byPath[path.Text] = filters = new PathFilters(path);
        return filters;
    }

    private void Forget(PathFilters filters)
    {
        if (filters.IsEmpty) _byPath.Remove(filters.Path.Text);
    }

    private void Show(StandingFilter filter, int index)
    {
        if (!_showing.TryGetValue(index, out var some)) _showing[index] = some = [];
        some.Add(filter);
    }

    private void Hide(StandingFilter filter, int index)
    {
        if (_showing.TryGetValue(index, out var some) && some.Remove(filter) && some.Count == 0) _showing.Remove(index);
    }

    private void Listen()
    {
        var stop = _listening = new CancellationTokenSource();
        // Subscribed before the first look, so that no change falls between the two.
        var changes = graph.Subscribe(new SubscriptionOptions { Capacity = Capacity }, stop.Token);
        _ = Task.Run(() => ListenAsync(changes, stop));
    }

    private async Task ListenAsync(IAsyncEnumerable<GraphChange> changes, CancellationTokenSource stop)
    {
        Exception? error = null;
        try
        {
            await foreach (var change in changes) Follow(change);
        }
        catch (Exception e)
        {
            error = e;
        }

        lock (_gate)
        {
            stop.Dispose();
            if (_listening != stop) return;
            _listening = null;
            foreach (var filter in _filters) filter.Complete(error);
        }
    }
}
