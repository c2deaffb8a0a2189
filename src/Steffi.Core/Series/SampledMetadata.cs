namespace Steffi;

/// <summary>A revision's metadata with the counters of its series in their places.</summary>
internal static class SampledMetadata
{
    /// <param name="series">The node's.</param>
    /// <param name="at">The revision.</param>
    /// <param name="last">UTC ticks of the last instant to look at.</param>
    public static Metadata Of(NodeSeries series, Revision at, long last)
    {
        var metadata = at.Metadata;
        for (NodeSeries? next = series; next is not null; next = next.Next)
        {
            var (latest, before) = next.Newest(at.CreatedAt, last);
            if (latest is null)
                continue;
            var patch = new MetadataPatch();
            patch.Add(next.Map, latest.Counters, removes: false);
            if (before is not null)
                patch.Add(next.Growth, Growth(before, latest), removes: false);
            metadata = metadata.With(patch);
        }
        return metadata;
    }

    /// <summary>What was counted between two samples, with Start and Last of it in milliseconds since 1970.</summary>
    private static Metadata Growth(NodeSeries.Row before, NodeSeries.Row latest)
    {
        var growth = new MetadataBuilder();
        foreach (var (name, value) in latest.Counters)
        {
            long counted = before.Counters.TryGet(MetadataPath.Literal(name), out var was) ? was.AsInt() : 0;
            // A counter that went back was reset in between: it counts from zero.
            growth[name] = value.AsInt() >= counted ? unchecked(value.AsInt() - counted) : value;
        }
        growth["Start"] = Instant.FromTicks(before.Time).ToUnixTimeMilliseconds();
        growth["Last"] = Instant.FromTicks(latest.Time).ToUnixTimeMilliseconds();
        return growth.Build();
    }
}
