namespace Steffi.Gremlin.TinkerPop;

/// <summary>What a name means to a traverser: a key of the map it stands on, a side effect, a label of its path — the first that there is.</summary>
internal static class ScopeValues
{
    public static bool TryGet(Traverser traverser, object? name, Pop pop, out object? value)
    {
        if (traverser.Value is TraversalMap map && map.TryGetValue(name, out value)) return true;
        if (name is string key && (traverser.Run.SideEffects.TryGet(key, out value) || TryGetLabel(traverser, key, pop, out value))) return true;
        value = null;
        return false;
    }

    public static bool TryGetLabel(Traverser traverser, string label, Pop pop, out object? value)
    {
        value = null;
        if (traverser.Path is not { } path) return false;
        if (pop == Pop.Last)
        {
            foreach (var node in path.FromEnd())
            {
                if (Array.IndexOf(node.Labels, label) < 0) continue;
                value = node.Value;
                return true;
            }

            return false;
        }

        var all = path.AllAt(label);
        value = pop == Pop.All || pop == Pop.Mixed && all.Count > 1 ? all : all.FirstOrDefault();
        return all.Count > 0;
    }
}
