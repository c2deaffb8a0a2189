using System.Runtime.InteropServices;

namespace Steffi.Flows;

/// <summary>Flows by what their tables report, each as it was reported last, with an index on every <see cref="FlowField"/>. Thread-safe.</summary>
/// <remarks>For flows whose table is elsewhere, or that are to be found without asking it. A table itself knows more: what came since its last report.</remarks>
public sealed class LiveFlows : ILiveFlows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flow> _flows = [];
    private readonly Dictionary<FlowTerm, HashSet<string>> _places = [];

    /// <summary>How many flows there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _flows.Count;
        }
    }

    /// <summary>Takes in a report: the flow in the place of what was known of it. One that has ended is dropped.</summary>
    /// <param name="flow">As the callback of a <see cref="FlowTable"/> gives it.</param>
    public void Update(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        lock (_gate)
        {
            Drop(flow.UUID);
            if (flow.FinishType != FlowFinishType.NotFinished) return;
            _flows.Add(flow.UUID, flow);
            foreach (var term in FlowTerm.Of(flow)) (CollectionsMarshal.GetValueRefOrAddDefault(_places, term, out _) ??= []).Add(flow.UUID);
        }
    }

    /// <summary>Drops a flow.</summary>
    /// <param name="uuid">May be unknown.</param>
    public void Remove(string uuid)
    {
        lock (_gate) Drop(uuid);
    }

    /// <inheritdoc/>
    public IEnumerable<Flow> Find(FlowLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        lock (_gate)
        {
            var fewest = lookup.Demands.Select(PlacesOf).MinBy(places => places.Sum(place => place.Count));
            if (fewest is null) return [.. _flows.Values];
            return [.. fewest.SelectMany(uuids => uuids).Distinct().Select(uuid => _flows[uuid])];
        }
    }

    private List<HashSet<string>> PlacesOf(IReadOnlyList<FlowTerm> terms) =>
        [.. terms.Select(term => _places.GetValueOrDefault(term)).OfType<HashSet<string>>()];

    private void Drop(string uuid)
    {
        if (!_flows.Remove(uuid, out var flow)) return;
        foreach (var term in FlowTerm.Of(flow))
        {
            var place = _places[term];
            place.Remove(uuid);
            if (place.Count == 0) _places.Remove(term);
        }
    }
}
