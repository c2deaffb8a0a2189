namespace Steffi.Gremlin.TinkerPop;

/// <summary>What <c>aggregate('x')</c>, <c>group('x')</c> and the like have gathered, and what <c>withSideEffect</c> began with.</summary>
internal sealed class SideEffects
{
    private readonly Dictionary<string, Gathered> _values = new(StringComparer.Ordinal);

    /// <summary>Begins one, unless it has begun.</summary>
    public void Begin(string key, Func<object?> value, SackOperator? reducer = null) => _values.TryAdd(key, new Gathered { Value = value(), Reducer = reducer });

    public bool TryGet(string key, out object? value)
    {
        value = null;
        if (!_values.TryGetValue(key, out var gathered)) return false;
        value = gathered.Value is GroupedTraversers groups ? groups.Finish() : gathered.Value;
        return true;
    }

    /// <summary>As it is kept, groups unfinished.</summary>
    public T Get<T>(string key) where T : class =>
        _values[key].Value as T ?? throw new StepFailure($"The side-effect {key} is in use for {Describe.Type(_values[key].Value)}");

    public void Set(string key, object? value) => _values[key].Value = value;

    public void Add(string key, object? value, long bulk, Budget budget)
    {
        var gathered = _values[key];
        for (var i = 0L; i < bulk; i++)
        {
            budget.Tick();
            switch (gathered)
            {
                case { Reducer: { } reducer and not SackOperator.AddAll }:
                    gathered.Value = Reducing.Apply(reducer, gathered.Value, value);
                    break;
                case { Value: TraversalSet set }:
                    set.Add(value);
                    return;
                case { Value: List<object?> list }:
                    list.Add(value);
                    budget.CheckElements(list.Count);
                    break;
                default:
                    throw new StepFailure($"The side-effect {key} holds {Describe.Type(gathered.Value)}, nothing can be added to it");
            }
        }
    }

    private sealed class Gathered
    {
        public object? Value;
        public SackOperator? Reducer;
    }
}
