namespace Steffi.Gremlin.TinkerPop;

/// <summary>What changes the step before it: by, as, from, to, with, option, and the ends of a repeat.</summary>
internal static class Modulators
{
    /// <returns>False where the call is a step of its own.</returns>
    public static bool TryApply(Arguments given, List<Step> steps)
    {
        var last = steps.LastOrDefault();
        switch (given.Name)
        {
            case "as":
                Label(given, steps);
                return true;
            case "by":
                AddBy(given, last);
                return true;
            case "from" or "to" when !given.Is<EdgeDirection>():
                SetEnd(given, last);
                return true;
            case "with":
                Configure(given, last);
                return true;
            case "option":
                AddOption(given, last);
                return true;
            case "repeat" when last is RepeatStep { HasBody: false } waiting:
                waiting.SetBody(given.Try<string>(out var name) ? name : null, BranchTable.CheckedBody(given));
                return true;
            case "emit" or "until" or "times":
                SetRound(given, steps);
                return true;
            case "read" or "write" when last is IoStep { Reads: null } io:
                io.Reads = given.Name == "read";
                return true;
            case "property" when last is ITakesProperties taker && last.Labels.Length == 0:
                taker.Properties.Add(SideEffectTable.Property(given));
                return true;
            default:
                return false;
        }
    }

    private static void Label(Arguments given, List<Step> steps)
    {
        if (steps.LastOrDefault() is null or InfixStep) steps.Add(new IdentityStep { Name = "as", At = given.At });
        steps[^1].Labels = [.. steps[^1].Labels.Union(given.SomeNames())];
    }

    private static void AddBy(Arguments given, Step? last)
    {
        if (last is null || last.MostBys == 0) throw given.Unfit($"{last?.Name ?? "nothing"} takes no by()");
        if (last.Bys.Count == last.MostBys)
        {
            var name = last is ValueMapStep ? "valueMap()/propertyMap()" : char.ToUpperInvariant(last.Name[0]) + last.Name[1..];
            throw given.Refuse(last.MostBys == 1
                ? $"{name} step can only have one by modulator"
                : $"The key and value traversals for {last.Name}()-step have already been set");
        }

        last.Bys.Add(ReadBy(given));
    }

    private static By ReadBy(Arguments given)
    {
        string? key = null;
        Traversal? traversal = null;
        ElementToken? token = given.Try<ElementToken>(out var asked) ? asked : null;
        Column? column = given.Try<Column>(out var part) ? part : null;
        if (token is null && column is null && !given.Try(out key!)) given.Try(out traversal!);
        var order = given.Try<SortOrder>(out var found) ? found : SortOrder.Asc;
        return new By { Key = key, Token = token, Column = column, Traversal = traversal, Order = order };
    }

    private static void SetEnd(Arguments given, Step? last)
    {
        var isFrom = given.Name == "from";
        switch (last)
        {
            case AddEdgeStep edge:
                if (isFrom) edge.From = given.Given();
                else edge.To = given.Given();
                break;
            case IPathRange path:
                if (isFrom) path.From = given.Text();
                else path.To = given.Text();
                break;
            default:
                throw given.Unfit($"{last?.Name ?? "nothing"} takes no {given.Name}()");
        }
    }

    private static void Configure(Arguments given, Step? last)
    {
        var key = given.Text();
        var value = given.Count > 0 ? given.Any() : null;
        switch (last)
        {
            case ValueMapStep map when key == ValueMapStep.TokensKey:
                map.TokensWanted = value switch
                {
                    null or true => ValueMapStep.AllTokens,
                    false => 0,
                    int tokens => map.TokensWanted | tokens,
                    _ => throw given.Refuse("WithOptions.tokens requires Integer arguments (possible values are: WithOptions.[none|ids|labels|keys|values|all])"),
                };
                break;
            case IndexStep index when key == IndexStep.IndexerKey:
                index.WantsMap = value switch
                {
                    0 => false,
                    1 => true,
                    _ => throw given.Refuse("WithOptions.indexer requires a single Integer argument (possible values are: WithOptions.[list|map])"),
                };
                break;
            case IoStep io when key is IoStep.ReaderKey or IoStep.WriterKey:
                io.Format = value as string ?? throw given.Unfit("a format is a name, as IO.graphson");
                break;
        }

        // Other steps have nothing to configure; TinkerPop lets the option stand as well.
    }

    private static void AddOption(Arguments given, Step? last)
    {
        switch (last)
        {
            case MergeStep merge when given.Try<MergeOption>(out var option):
                if (option is MergeOption.OutV or MergeOption.InV && !merge.TakesDirections) throw given.Refuse($"Option {Describe.Value(option)} for Merge is not supported");
                merge.AddOption(option, given.Given(), given.Try<Cardinality>(out var cardinality) ? cardinality : null);
                break;
            case ChooseStep choose:
                var pick = given.Count == 1 ? PickOption.Any : given.Any();
                if (choose.TakesFirst && pick is Traversal) throw given.Refuse("Traversal is not allowed as a Pick token for choose().option()");
                if (choose.TakesFirst && pick is PickOption.Any) throw given.Refuse("Choose step can not have an any-option as only one option per traverser is allowed");
                choose.AddOption(pick, given.Traversal());
                break;
            default:
                throw given.Unfit($"{last?.Name ?? "nothing"} takes no such option()");
        }
    }

    private static void SetRound(Arguments given, List<Step> steps)
    {
        if (steps.LastOrDefault() is not RepeatStep repeat) steps.Add(repeat = new RepeatStep { Name = "repeat", At = given.At });
        try
        {
            if (given.Name == "times") repeat.SetTimes(given.Integer());
            else if (given.Name == "until") repeat.SetUntil(Condition(given));
            else repeat.SetEmit(given.Count > 0 ? Condition(given) : null);
        }
        catch (StepFailure failure)
        {
            throw given.Refuse(failure.Message);
        }
    }

    private static Traversal Condition(Arguments given) =>
        given.Try<Predicate>(out var predicate) ? new Traversal([new IsStep(predicate) { Name = "is", At = given.At, IsFirst = true }]) : given.Traversal();
}
