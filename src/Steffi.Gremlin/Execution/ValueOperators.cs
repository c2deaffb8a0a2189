namespace Steffi.Gremlin;

internal sealed class ValuesOperator(LogicalValues step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = new List<MetadataValue>();
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            if (step.Key.TryRead(node, out var value) && !IsEmpty(value)) output.Add(value);
        }

        run.HandOnValues(output);
    }

    private static bool IsEmpty(MetadataValue value) => value.Kind switch
    {
        ValueKind.List => value.AsList().Count == 0,
        ValueKind.Map => value.AsMap().Count == 0,
        _ => false,
    };
}

internal sealed class ValueMapOperator(LogicalValueMap step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = new List<MetadataValue>();
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            var map = new MetadataBuilder();
            var isEmpty = true;
            foreach (var key in step.Keys)
            {
                if (!key.TryRead(node, out var value)) continue;
                map[key.Key] = value;
                isEmpty = false;
            }

            if (!isEmpty) output.Add(map.Build());
        }

        run.HandOnValues(output);
    }
}

/// <summary>Keys: all that Has could be asked for, attributes and dotted paths included, in ordinal order.</summary>
internal sealed class KeysOperator(LogicalKeys step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            Collect(node.Metadata, "", keys);
        }

        if (run.Nodes.Count > 0) keys.UnionWith(AttributeField.Names);
        run.HandOnValues([.. keys.Select(key => (MetadataValue)key)]);
    }

    private static void Collect(Metadata map, string prefix, SortedSet<string> keys)
    {
        foreach (var (key, value) in map)
        {
            keys.Add(prefix + key);
            if (value.Kind == ValueKind.Map) Collect(value.AsMap(), $"{prefix}{key}.", keys);
            else if (value.Kind == ValueKind.List) CollectItems(value.AsList(), $"{prefix}{key}.", keys);
        }
    }

    private static void CollectItems(IReadOnlyList<MetadataValue> items, string prefix, SortedSet<string> keys)
    {
        foreach (var item in items)
        {
            if (item.Kind == ValueKind.Map) Collect(item.AsMap(), prefix, keys);
        }
    }
}

/// <summary>Sum: of 64-bit integers, fractions cut off, as in Skydive.</summary>
internal sealed class SumOperator(LogicalSum step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        long sum = 0;
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            if (!step.Key.TryRead(node, out var value) || value.IsNull) continue;
            if (!Number.TryRead(value, out var number) || !number.TryTruncate(out var integer)) throw At.Error(Refusal(value));
            try
            {
                sum = checked(sum + integer);
            }
            catch (OverflowException e)
            {
                throw new QueryException($"The sum of '{step.Key.Key}' is beyond 64 bits", At.Line, At.Column, e);
            }
        }

        run.HandOnValue(sum);
    }

    private static string Refusal(MetadataValue value) => value.Kind == ValueKind.String
        ? $"unable to cast \"{value}\" of type string to int64"
        : $"unable to cast {value} of type {value.Kind.ToString().ToLowerInvariant()} to int64";
}

internal sealed class ValueFilterOperator(LogicalValueFilter step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = new List<MetadataValue>();
        foreach (var value in run.Values)
        {
            run.Budget.Tick();
            if (!run.IsSingle && value.Kind == ValueKind.Map && step.Where.Test(value.AsMap())) output.Add(value);
        }

        run.HandOnValues(output);
    }
}
