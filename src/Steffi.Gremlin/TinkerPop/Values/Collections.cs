using System.Collections;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A set in the order of insertion; equal by its members.</summary>
internal sealed class TraversalSet : IReadOnlyCollection<object?>
{
    private readonly HashSet<Boxed> _members = [];
    private readonly List<object?> _items = [];

    public TraversalSet()
    {
    }

    public TraversalSet(IEnumerable<object?> items)
    {
        foreach (var item in items) Add(item);
    }

    public int Count => _items.Count;

    public bool Add(object? item)
    {
        if (!_members.Add(new Boxed(item))) return false;
        _items.Add(item);
        return true;
    }

    public bool Contains(object? item) => _members.Contains(new Boxed(item));

    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What <c>aggregate()</c> gathers: a list whose order means nothing and that counts as a set for typeOf.</summary>
internal sealed class BulkSet : List<object?>
{
    public BulkSet()
    {
    }

    public BulkSet(IEnumerable<object?> items) : base(items)
    {
    }
}

/// <summary>One entry of a map that was unfolded.</summary>
internal sealed record MapEntry(object? Key, object? Value);

/// <summary>A value as a key: null too, and equal as <see cref="Sameness"/> says.</summary>
internal readonly struct Boxed(object? value) : IEquatable<Boxed>
{
    public object? Value => value;

    public bool Equals(Boxed other) => Sameness.Same(value, other.Value);

    public override bool Equals(object? obj) => obj is Boxed other && Equals(other);

    public override int GetHashCode() => Sameness.Hash(value);
}
