namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Makes traversers that differ in nothing one with a bulk: the number of paths grows exponentially with the length of a walk, the
/// number of places does not.
/// </summary>
internal static class Bulker
{
    public static bool Works(TraversalRun run) => run.Plan.Paths == PathMode.None;

    /// <summary>Adds to what stands in a barrier.</summary>
    public static void Add(Dictionary<Place, Traverser> barrier, Traverser traverser)
    {
        var plan = traverser.Run.Plan;
        var place = new Place(traverser.Value, traverser.Loops, plan.SackMerge is null ? traverser.Sack : null);
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

    internal readonly struct Place(object? value, LoopFrame? loops, object? sack) : IEquatable<Place>
    {
        private readonly object? _value = value, _sack = sack;
        private readonly LoopFrame? _loops = loops;

        public bool Equals(Place other) => Sameness.Same(_value, other._value) && _loops == other._loops && Sameness.Same(_sack, other._sack);

        public override bool Equals(object? obj) => obj is Place other && Equals(other);

        public override int GetHashCode() => Sameness.Hash(_value);
    }
}
