namespace Steffi.Probes;

/// <summary>A request that stands, and its runs. Not thread-safe: its host locks.</summary>
internal sealed class StandingCapture(CaptureRequest request, Func<GraphView, IEnumerable<Node>> matching)
{
    private readonly Dictionary<ElementId, CaptureRun> runs = [];

    public CaptureRequest Request => request;

    /// <summary>Why the query could not be answered at the last look.</summary>
    public string? Error { get; private set; }

    public IReadOnlyCollection<CaptureRun> Runs => runs.Values;

    public CaptureStatus Status => new(request, [.. runs.Values.Select(run => run.Point).OrderBy(point => point.Interface, StringComparer.Ordinal)], Error);

    /// <summary>The interfaces that match in a view. Thread-safe.</summary>
    /// <returns>What went wrong besides, in words.</returns>
    public (IReadOnlyList<CapturedInterface> Found, string? Error) Look(GraphView view)
    {
        try
        {
            return ([.. matching(view).Select(CapturedInterface.Of).OfType<CapturedInterface>().DistinctBy(found => found.Id)], null);
        }
        catch (Exception e)
        {
            return ([], e.Message);
        }
    }

    /// <summary>Starts what came and gives back what went.</summary>
    public List<CaptureRun> Settle(IReadOnlyList<CapturedInterface> found, string? error, Func<CapturedInterface, CaptureRun> start)
    {
        Error = error;
        var now = found.ToDictionary(one => one.Id);
        var gone = Take(run => !now.TryGetValue(run.Place.Id, out var same) || same.Life != run.Place.Life);
        foreach (var place in found)
            if (runs.TryGetValue(place.Id, out var run))
                run.Place = place;
            else
                runs.Add(place.Id, start(place));
        return gone;
    }

    /// <summary>Takes runs out; whoever gets them stops them.</summary>
    public List<CaptureRun> Take(Predicate<CaptureRun> which)
    {
        var taken = runs.Values.Where(run => which(run)).ToList();
        foreach (var run in taken)
            runs.Remove(run.Place.Id);
        return taken;
    }
}
