namespace Steffi.Gremlin.TinkerPop;

/// <summary>A <c>P</c> or <c>TextP</c>. Immutable; its text is that of the language.</summary>
internal abstract class Predicate
{
    /// <summary>What cannot be compared does not pass, and its negation does: there is no third verdict.</summary>
    public abstract bool Passes(object? value);

    /// <summary>The same of a string by its characters.</summary>
    public virtual bool PassesText(ReadOnlySpan<char> text) => Passes(text.ToString());

    /// <summary>True where nothing but a string can pass.</summary>
    public virtual bool PassesTextsOnly => false;

    /// <summary>The predicate with other operands: <c>where('a', eq('b'))</c> names what it compares with.</summary>
    /// <param name="change">Called for each operand in the order written.</param>
    public virtual Predicate With(Func<object?, object?> change) => this;

    public virtual Predicate Negated() => new NotPredicate(this);
}

internal sealed class AndPredicate(Predicate left, Predicate right) : Predicate
{
    public override bool Passes(object? value) => left.Passes(value) && right.Passes(value);

    public override bool PassesTextsOnly => left.PassesTextsOnly || right.PassesTextsOnly;

    public override Predicate With(Func<object?, object?> change) => new AndPredicate(left.With(change), right.With(change));

    public override string ToString() => $"{left}.and({right})";
}

internal sealed class OrPredicate(Predicate left, Predicate right) : Predicate
{
    public override bool Passes(object? value) => left.Passes(value) || right.Passes(value);

    public override bool PassesTextsOnly => left.PassesTextsOnly && right.PassesTextsOnly;

    public override Predicate With(Func<object?, object?> change) => new OrPredicate(left.With(change), right.With(change));

    public override string ToString() => $"{left}.or({right})";
}

internal sealed class NotPredicate(Predicate inner) : Predicate
{
    public override bool Passes(object? value) => !inner.Passes(value);

    public override Predicate With(Func<object?, object?> change) => new NotPredicate(inner.With(change));

    public override Predicate Negated() => inner;

    public override string ToString() => $"not({inner})";
}

internal sealed class EqualPredicate(object? operand, bool isNegated = false) : Predicate
{
    public object? Operand => operand;

    public bool IsNegated => isNegated;

    public override bool PassesTextsOnly => operand is string && !isNegated;

    public override bool Passes(object? value) => Comparing.AreEqual(value, operand) != isNegated;

    public override Predicate With(Func<object?, object?> change) => new EqualPredicate(change(operand), isNegated);

    public override string ToString() => $"{(isNegated ? "neq" : "eq")}({Literal.Of(operand)})";
}

internal enum Comparison
{
    Less, LessOrEqual, Greater, GreaterOrEqual,
}

internal sealed class OrderPredicate(Comparison comparison, object? operand) : Predicate
{
    public Comparison Comparison => comparison;

    public object? Operand => operand;

    public override bool PassesTextsOnly => operand is string;

    public override bool Passes(object? value) => Comparing.Compare(value, operand) is { } order && comparison switch
    {
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    public override Predicate With(Func<object?, object?> change) => new OrderPredicate(comparison, change(operand));

    public override string ToString() =>
        $"{comparison switch { Comparison.Less => "lt", Comparison.LessOrEqual => "lte", Comparison.Greater => "gt", _ => "gte" }}({Literal.Of(operand)})";
}

/// <summary><c>within</c> and <c>without</c>.</summary>
internal sealed class MemberPredicate(IReadOnlyCollection<object?> operands, bool isNegated) : Predicate
{
    public IReadOnlyCollection<object?> Operands => operands;

    public bool IsNegated => isNegated;

    public override bool PassesTextsOnly => !isNegated && operands.All(operand => operand is string);

    public override bool Passes(object? value) => operands.Any(operand => Comparing.AreEqual(value, operand)) != isNegated;

    public override Predicate With(Func<object?, object?> change) =>
        new MemberPredicate([.. operands.SelectMany(operand => change(operand) is var found && found is IEnumerable<object?> many ? many : [found])], isNegated);

    public override string ToString() => $"{(isNegated ? "without" : "within")}({string.Join(", ", operands.Select(Literal.Of))})";
}
