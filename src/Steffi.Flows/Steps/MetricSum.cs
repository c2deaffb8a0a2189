namespace Steffi.Flows;

/// <summary>Adds up counters by name. Hot: once a point and slice of an aggregate (benchmark: FlowHistoryFigure).</summary>
internal sealed class MetricSum
{
    private readonly List<string> _names = [];
    private long[] _values = new long[4];
    private string[]? _lastNames;
    private int[] _places = [];

    public void Add(in MetricPoint point) => AddPart(point, point.Start, Math.Max(point.Last, point.Start + 1));

    /// <summary>Adds the part of a point that falls into [from, to): the shares of all parts add up to the whole.</summary>
    public void AddPart(in MetricPoint point, long from, long to)
    {
        if (!ReferenceEquals(point.Names, _lastNames)) Learn(point.Names);
        long length = point.Last - point.Start;
        for (int i = 0; i < point.Values.Length; i++)
        {
            long value = point.Values[i];
            long part = from <= point.Start && to >= point.Last ? value : ShareUpTo(value, to - point.Start, length) - ShareUpTo(value, from - point.Start, length);
            _values[_places[i]] = unchecked(_values[_places[i]] + part);
        }
    }

    public MetricPoint ToPoint(string owner, long start, long last) => new(owner, start, last, [.. _names], _values[.._names.Count]);

    /// <summary>What was counted until then if it came evenly, rounded up: a first packet counts from the start.</summary>
    private static long ShareUpTo(long value, long elapsed, long length)
    {
        if (elapsed <= 0) return 0;
        if (elapsed >= length) return value;
        var (share, rest) = Int128.DivRem((Int128)value * elapsed, length);
        return (long)(rest > 0 ? share + 1 : share);
    }

    private void Learn(string[] names)
    {
        _lastNames = names;
        _places = Array.ConvertAll(names, name =>
        {
            int place = _names.IndexOf(name);
            if (place >= 0) return place;
            _names.Add(name);
            return _names.Count - 1;
        });
        if (_values.Length < _names.Count) Array.Resize(ref _values, _names.Count * 2);
    }
}
