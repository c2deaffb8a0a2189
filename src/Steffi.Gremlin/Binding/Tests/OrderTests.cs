namespace Steffi.Gremlin;

/// <summary>Lt, Gt, Lte and Gte.</summary>
internal sealed class CompareTest(string sign, Number bound) : ItemTest
{
    protected override bool MatchesItem(MetadataValue value)
    {
        if (!Number.TryRead(value, out var number)) return false;
        var order = number.CompareTo(bound);
        return sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    public override string Describe(string key) => $"{key} {sign} {bound}";
}

/// <summary>Inside: both ends excluded. Between: the lower end included.</summary>
internal sealed class RangeTest(Number from, Number to, bool includesFrom) : ItemTest
{
    protected override bool MatchesItem(MetadataValue value)
    {
        if (!Number.TryRead(value, out var number)) return false;
        var order = number.CompareTo(from);
        return (order > 0 || (includesFrom && order == 0)) && number.CompareTo(to) < 0;
    }

    public override string Describe(string key) => $"{from} {(includesFrom ? "<=" : "<")} {key} < {to}";
}

/// <summary>Outside: below the lower or above the upper end, both excluded.</summary>
internal sealed class OutsideTest(Number from, Number to) : ItemTest
{
    protected override bool MatchesItem(MetadataValue value) =>
        Number.TryRead(value, out var number) && (number.CompareTo(from) < 0 || number.CompareTo(to) > 0);

    public override string Describe(string key) => $"{key} < {from} or {key} > {to}";
}
