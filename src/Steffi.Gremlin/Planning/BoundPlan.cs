namespace Steffi.Gremlin;

/// <summary>A plan and the values of the parameters that it was made with.</summary>
internal sealed record BoundPlan<T>(KeyValuePair<string, MetadataValue>[] Parameters, T Plan)
{
    public bool Fits(IReadOnlyDictionary<string, MetadataValue> parameters)
    {
        if (parameters.Count != Parameters.Length) return false;
        foreach (var (name, value) in Parameters)
        {
            if (!parameters.TryGetValue(name, out var other) || !other.Equals(value)) return false;
        }

        return true;
    }
}
