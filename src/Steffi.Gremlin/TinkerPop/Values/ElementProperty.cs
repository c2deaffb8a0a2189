using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>A key and its value, as <c>properties()</c> gives them. Immutable.</summary>
public abstract class ElementProperty
{
    private protected ElementProperty(string key, object? value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>As <see cref="QueryResult.Items"/> has values.</summary>
    public object? Value { get; }

    internal abstract object? Owner { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ElementProperty other && other.GetType() == GetType() && other.Key == Key && Sameness.Same(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Sameness.Hash(Value));
}
