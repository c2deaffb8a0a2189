namespace Steffi.Gremlin;

/// <summary>Replaces parameters by their values and predicates by counted calls.</summary>
/// <param name="parameters">Null while the query is only parsed: parameters then stay open.</param>
internal sealed class ArgumentBinder(IReadOnlyDictionary<string, MetadataValue>? parameters)
{
    private bool IsBound => parameters is not null;

    public StepCall Bind(StepSyntax step) => new(step.Name, Bind(step.Arguments ?? [], spreads: false), step.At, IsBound);

    /// <param name="arguments">As written.</param>
    /// <param name="spreads">True where a list that a parameter brings stands for its items (Within, Without).</param>
    private List<StepArgument> Bind(IReadOnlyList<ArgumentSyntax> arguments, bool spreads)
    {
        var result = new List<StepArgument>(arguments.Count);
        foreach (var argument in arguments)
        {
            switch (argument)
            {
                case LiteralSyntax literal:
                    result.Add(StepArgument.OfValue(literal.Value));
                    break;
                case ConstantSyntax constant:
                    result.Add(StepArgument.OfConstant(constant.Value));
                    break;
                case CallSyntax call:
                    result.Add(BindCall(call));
                    break;
                case ParameterSyntax parameter:
                    BindParameter(parameter, spreads, result);
                    break;
            }
        }

        return result;
    }

    private StepArgument BindCall(CallSyntax call)
    {
        var spreads = call.Name.Equals("Within", StringComparison.OrdinalIgnoreCase) || call.Name.Equals("Without", StringComparison.OrdinalIgnoreCase);
        return Predicates.Bind(call, Bind(call.Arguments, spreads), Refuse);

        QueryException Refuse(string reason) => IsBound
            ? call.At.Error(reason)
            : new QuerySyntaxException(reason, call.At.Line, call.At.Column, call.Name, "a predicate with fitting parameters");
    }

    private void BindParameter(ParameterSyntax parameter, bool spreads, List<StepArgument> result)
    {
        if (parameters is null)
        {
            result.Add(StepArgument.OfParameter(parameter.Name));
            return;
        }

        if (!parameters.TryGetValue(parameter.Name, out var value)) throw parameter.At.Error($"No value is bound to the parameter ${parameter.Name}");
        switch (value.Kind)
        {
            case ValueKind.List when spreads:
                result.AddRange(value.AsList().Select(StepArgument.OfValue));
                break;
            case ValueKind.List:
                throw parameter.At.Error($"The parameter ${parameter.Name} is a list, which only Within and Without take");
            case ValueKind.Map or ValueKind.Null:
                throw parameter.At.Error($"The parameter ${parameter.Name} is {(value.IsNull ? "null" : "a map")}; a string, number, bool or list is expected");
            default:
                result.Add(StepArgument.OfValue(value));
                break;
        }
    }
}
