namespace Steffi;

/// <summary>A revision's metadata with the counters of its series in their places.</summary>
internal static class SampledMetadata
{
    private static readonly int Start = KeyTable.IdOf("Start"), Last = KeyTable.IdOf("Last");

    /// <param name="series">The node's.</param>
    /// <param name="at">The revision.</param>
    /// <param name="last">UTC ticks of the last instant to look at.</param>
    public static Metadata Of(NodeSeries series, Revision at, long last)
    {
        var metadata = at.Metadata;
        for (NodeSeries? next = series; next is not null; next = next.Next)
        {
            var newest = next.Newest(at.CreatedAt, last);
            if (newest.Latest is not { } latest)
                continue;
            var patch = new MetadataPatch();
            patch.Add(next.Map, latest.Counters, removes: false);
            if (newest.Before is { } before)
                patch.Add(next.Growth, Growth(before, latest), removes: false);
            metadata = metadata.With(patch);
        }
        return metadata;
    }

    /// <summary>One value; a counter or its growth without making the map.</summary>
    public static bool TryGet(NodeSeries series, Revision at, long last, MetadataPath path, out MetadataValue value)
    {
        for (NodeSeries? next = series; next is not null; next = next.Next)
        {
            bool isCounter = IsIn(path, next.Map);
            if (!isCounter && !IsIn(path, next.Growth))
                continue;
            var newest = next.Newest(at.CreatedAt, last);
            var before = newest.Before;
            if (newest.Latest is not { } latest || (!isCounter && before is null))
                break;
            bool found = TryGet(isCounter ? null : before, latest, path.Keys[^1], out long number);
            value = found ? number : default(MetadataValue);
            return found;
        }
        return Of(series, at, last).TryGet(path, out value);
    }

    private static bool IsIn(MetadataPath path, MetadataPath map) =>
        path.Keys.Length == map.Keys.Length + 1 && path.Keys.AsSpan().StartsWith(map.Keys);

    /// <summary>A counter, or where a sample before is given its growth since then, with Start and Last of it in milliseconds since 1970.</summary>
    private static bool TryGet(NodeSeries.Row? before, NodeSeries.Row latest, int key, out long value)
    {
        if (before is { Time: var start } && (key == Start || key == Last))
        {
            value = Instant.FromTicks(key == Start ? start : latest.Time).ToUnixTimeMilliseconds();
            return true;
        }
        if (!latest.TryGet(key, out value))
            return false;
        // A counter that went back was reset in between: it counts from zero.
        if (before is { } earlier && earlier.TryGet(key, out long counted) && value >= counted)
            value = unchecked(value - counted);
        return true;
    }

    private static Metadata Growth(NodeSeries.Row before, NodeSeries.Row latest)
    {
        var growth = new MetadataBuilder();
        foreach (string name in latest.Counters.Select(counter => counter.Key).Append("Start").Append("Last"))
        {
            TryGet(before, latest, KeyTable.IdOf(name), out long value);
            growth[name] = value;
        }
        return growth.Build();
    }
}
