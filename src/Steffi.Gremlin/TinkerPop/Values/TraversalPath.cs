using System.Collections;

namespace Steffi.Gremlin;

/// <summary>Where a traverser has been: objects, each with the labels that <c>as()</c> gave it. Immutable.</summary>
public sealed class TraversalPath : IReadOnlyList<object?>
{
    private readonly object?[] _objects;

    internal TraversalPath(object?[] objects, IReadOnlyList<IReadOnlyList<string>> labels)
    {
        _objects = objects;
        Labels = labels;
    }

    /// <summary>One list of labels an object, mostly empty.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Labels { get; }

    /// <inheritdoc/>
    public int Count => _objects.Length;

    /// <inheritdoc/>
    public object? this[int index] => _objects[index];

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_objects).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal TraversalPath With(Func<object?, object?> change) => new(Array.ConvertAll(_objects, item => change(item)), Labels);
}
