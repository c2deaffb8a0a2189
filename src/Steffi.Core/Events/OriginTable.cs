namespace Steffi;

/// <summary>How far each origin's numbered events have come.</summary>
internal sealed class OriginTable
{
    private readonly Dictionary<string, Position> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Host, string Origin), Provenance> _provenances = [];
    private readonly List<(string Origin, Position? Old)> _undo = [];
    private Provenance? _last;

    private readonly record struct Position(string Host, long Epoch, long Next);

    /// <summary>The epoch of what this process writes itself; later than every epoch before it.</summary>
    public long OwnEpoch { get; set; }

    public Provenance Provenance(string host, string origin)
    {
        if (_last is { } last && last.Origin == origin && last.Host == host)
            return last;
        if (!_provenances.TryGetValue((host, origin), out var known))
            _provenances[(host, origin)] = known = new Provenance(host, origin);
        return _last = known;
    }

    public long LatestEpoch => _positions.Count == 0 ? 0 : _positions.Values.Max(position => position.Epoch);

    /// <summary>Gives own events their numbers.</summary>
    public EventBatch Number(Provenance provenance, List<GraphEvent> events)
    {
        long sequence = _positions.TryGetValue(provenance.Origin, out var known) && known.Epoch == OwnEpoch ? known.Next : 1;
        var batch = new EventBatch(provenance.Host, provenance.Origin, OwnEpoch, sequence, events);
        Advance(batch);
        return batch;
    }

    /// <summary>What of a received batch is to be applied.</summary>
    public ApplyResult Examine(EventBatch batch, out int skip)
    {
        skip = 0;
        if (!_positions.TryGetValue(batch.Origin, out var known) || batch.Epoch > known.Epoch)
            return new(ApplyStatus.Applied, batch.Sequence + batch.Events.Count);
        if (batch.Epoch < known.Epoch || batch.Sequence + batch.Events.Count <= known.Next)
            return new(ApplyStatus.AlreadyApplied, known.Next);
        if (batch.Sequence > known.Next)
            return new(ApplyStatus.Gap, known.Next);
        skip = (int)(known.Next - batch.Sequence);
        return new(ApplyStatus.Applied, batch.Sequence + batch.Events.Count);
    }

    public void Advance(EventBatch batch)
    {
        _undo.Add((batch.Origin, _positions.TryGetValue(batch.Origin, out var old) ? old : null));
        _positions[batch.Origin] = new Position(batch.Host, batch.Epoch, batch.Sequence + batch.Events.Count);
    }

    public void Accept() => _undo.Clear();

    public void RollBack()
    {
        for (int i = _undo.Count - 1; i >= 0; i--)
        {
            if (_undo[i].Old is { } old)
                _positions[_undo[i].Origin] = old;
            else
                _positions.Remove(_undo[i].Origin);
        }
        _undo.Clear();
    }

    /// <summary>The positions as batches without events, for the store to keep.</summary>
    public IEnumerable<EventBatch> AsBatches() =>
        _positions.Select(entry => new EventBatch(entry.Value.Host, entry.Key, entry.Value.Epoch, entry.Value.Next, []));
}
