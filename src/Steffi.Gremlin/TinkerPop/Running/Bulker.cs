namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Makes traversers that differ in nothing one with a bulk: the number of paths grows exponentially with the length of a walk, the
/// number of places does not.
/// </summary>
internal static class Bulker
{
    /// <summary>Whole paths are hardly ever the same; what labels remember of them may well be.</summary>
    public static bool Works(TraversalRun run) => run.Plan.Paths != PathMode.Full;

    /// <summary>Adds to what stands in a barrier.</summary>
    public static void Add(Dictionary<Place, Traverser> barrier, Traverser traverser)
    {
        var plan = traverser.Run.Plan;
        var place = new Place(traverser.Value, traverser.Loops, plan.SackMerge is null ? traverser.Sack : null, traverser.Path);
        if (!barrier.TryGetValue(place, out var standing))
        {
            barrier[place] = traverser.Split();
            return;
        }

        if (plan.SackMerge is { } merge) standing.Sack = Reducing.Apply(merge, standing.Sack, traverser.Sack);
        // withBulk(false): whoever comes later to a place is the one that stands there.
        if (plan.UsesBulk) standing.Bulk = checked(standing.Bulk + traverser.Bulk);
    }

    public static List<Traverser> Merge(IEnumerable<Traverser> traversers)
    {
        var barrier = new Dictionary<Place, Traverser>();
        foreach (var traverser in traversers) Add(barrier, traverser);
        return [.. barrier.Values];
    }

    internal readonly struct Place(object? value, LoopFrame? loops, object? sack, PathNode? path) : IEquatable<Place>
    {
        private readonly object? _value = value, _sack = sack;
        private readonly LoopFrame? _loops = loops;
        private readonly PathNode? _path = path;

        public bool Equals(Place other) => Sameness.Same(_value, other._value) && _loops == other._loops && Sameness.Same(_sack, other._sack) && PathNode.Same(_path, other._path);

        public override bool Equals(object? obj) => obj is Place other && Equals(other);

        public override int GetHashCode() => _path is null ? Sameness.Hash(_value) : HashCode.Combine(Sameness.Hash(_value), Sameness.Hash(_path.Value));
    }
}
