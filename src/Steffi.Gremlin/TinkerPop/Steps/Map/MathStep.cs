namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>math('a / b')</c>: an expression over what names mean, and <c>_</c> for the object itself; always a double.</summary>
internal sealed class MathStep(MathExpression expression) : MapStep
{
    public override int MostBys => int.MaxValue;

    public override PathMode Paths => expression.Variables.Exists(name => name != "_") ? PathMode.Labels : PathMode.None;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = null;
        var values = new double[expression.Variables.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var name = expression.Variables[i];
            object? held = traverser.Value;
            if (name != "_" && !ScopeValues.TryGet(traverser, name, Pop.Last, out held)) return false;
            if (!By(i).TryApply(traverser, held, out held)) return false;
            values[i] = NumberKinds.Of(held) != NumberKind.None ? Arithmetic.ToDouble(held!)
                : throw new StepFailure($"The variable {name} for math() step must resolve to a Number - it is instead of type {Describe.Type(held)} with value {Describe.Value(held)}");
        }

        value = expression.Evaluate(values);
        return true;
    }
}
