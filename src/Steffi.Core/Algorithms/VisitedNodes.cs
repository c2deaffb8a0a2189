namespace Steffi;

/// <summary>Which nodes a search has seen, and a number with each: a stamp tells one search's marks from those before it.</summary>
internal sealed class VisitedNodes : IDisposable
{
    [ThreadStatic]
    private static Stack<VisitedNodes>? _spare;

    private (int Stamp, int Value)[] _marks = [];
    private int _stamp;

    public static VisitedNodes Rent(int limit)
    {
        var visited = (_spare ??= new()).TryPop(out var spare) ? spare : new VisitedNodes();
        if (visited._marks.Length < limit)
        {
            visited._marks = new (int, int)[limit + limit / 4];
            visited._stamp = 0;
        }
        if (++visited._stamp == int.MaxValue)
        {
            Array.Clear(visited._marks);
            visited._stamp = 1;
        }
        return visited;
    }

    public bool TryVisit(int index)
    {
        if (_marks[index].Stamp == _stamp)
            return false;
        _marks[index] = (_stamp, 0);
        return true;
    }

    public void Visit(int index, int value) => _marks[index] = (_stamp, value);

    /// <returns>The number given with the visit, or -1.</returns>
    public int Find(int index) => _marks[index].Stamp == _stamp ? _marks[index].Value : -1;

    public void Dispose()
    {
        if ((_spare ??= new()).Count < 4)
            _spare.Push(this);
    }
}
