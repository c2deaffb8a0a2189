namespace Steffi.Gremlin.TinkerPop;

/// <summary>What a predicate says of the value at a key, for the planner of both dialects. A null in metadata is no value.</summary>
internal sealed class PredicateTest(Predicate predicate) : ValueTest
{
    /// <summary>Compares bytes where one text is asked for.</summary>
    private readonly TextEqualTest? _text = predicate is EqualPredicate { IsNegated: false, Operand: string text } ? new TextEqualTest(text) : null;

    private readonly PlainPattern? _plain = (predicate as FindPredicate)?.Plain;

    public override bool PrefersText => predicate.PassesTextsOnly;

    public override bool IsCostly => predicate.PassesTextsOnly && _text is null && _plain is null;

    /// <summary>What passes texts only need not look into an index for the values that metadata holds as maps, which are not in it.</summary>
    public override bool IsSought => predicate.PassesTextsOnly;

    public override bool Matches(MetadataValue value) => !value.IsNull && predicate.Passes(TypedValue.Read(value));

    public override bool MatchesText(ReadOnlySpan<char> text) => predicate.PassesText(text);

    public override bool MatchesPacked(ReadOnlySpan<byte> packed)
    {
        if (_text is not null) return _text.MatchesPacked(packed);
        if (_plain is null || packed[0] < PackedTag.ShortString || packed.Contains((byte)'\n')) return base.MatchesPacked(packed);
        return _plain.IsMatch(packed[1..]);
    }

    /// <summary>Only texts: 1 and 1L are one to a predicate and two in the metadata.</summary>
    public override IReadOnlyList<MetadataValue>? SeekValues { get; } = predicate switch
    {
        EqualPredicate { IsNegated: false, Operand: string text } => [text],
        MemberPredicate { IsNegated: false } member when member.Operands.All(operand => operand is string) => [.. member.Operands.Select(operand => (MetadataValue)(string)operand!)],
        _ => null,
    };

    public override string Describe(string key) => _text?.Describe(key) ?? $"{key} {predicate}";
}

/// <summary>What a predicate says of a label: an element without one has the default.</summary>
internal sealed class LabelTest(Predicate predicate, string absent) : ValueTest
{
    private readonly PredicateTest _test = new(predicate);

    public override bool MatchesAbsent { get; } = predicate.Passes(absent);

    public override bool PrefersText => _test.PrefersText;

    public override bool IsCostly => _test.IsCostly;

    public override bool Matches(MetadataValue value) => value.Kind == Steffi.ValueKind.String ? _test.Matches(value) : MatchesAbsent;

    public override bool MatchesPacked(ReadOnlySpan<byte> packed) => _test.MatchesPacked(packed);

    public override IReadOnlyList<MetadataValue>? SeekValues => MatchesAbsent ? null : _test.SeekValues;

    public override bool IsSought => !MatchesAbsent && _test.IsSought;

    public override string Describe(string key) => _test.Describe(key);
}

/// <summary><c>has('key')</c> and <c>hasNot('key')</c>.</summary>
internal sealed class HeldTest(bool isWanted) : ValueTest
{
    public override bool MatchesAbsent => !isWanted;

    public override bool Matches(MetadataValue value) => value.IsNull != isWanted;

    public override string Describe(string key) => isWanted ? $"{key} present" : $"{key} absent";
}

/// <summary>Looks whether there is a value without reading it.</summary>
internal sealed class HeldCondition(PropertyField field, bool isWanted) : FieldCondition(field, new HeldTest(isWanted))
{
    public override bool Test(in Node node) =>
        node.LookUp(field.Path, out var value) == PackedLookup.Found ? value[0] != PackedTag.Null == isWanted : base.Test(node);

    public override bool Test(in Edge edge) =>
        edge.Metadata.LookUp(field.Path, out var value) == PackedLookup.Found ? value[0] != PackedTag.Null == isWanted : base.Test(edge);
}

/// <summary>A property by its key: a dotted path, or the key as it is.</summary>
internal sealed class PropertyField(string key) : Field(key)
{
    public override MetadataPath Path { get; } = MetadataPath.Of(key);

    public bool IsDotted => Key.Contains('.', StringComparison.Ordinal);

    public override bool TryRead(in Node node, out MetadataValue value) => node.TryGet(Path, out value) || IsDotted && node.Metadata.TryGetWhole(Key, out value);

    public override bool TryRead(in Edge edge, out MetadataValue value) => edge.TryGet(Path, out value) || IsDotted && edge.Metadata.TryGetWhole(Key, out value);

    public override bool TryRead(Metadata map, out MetadataValue value) => map.TryGet(Path, out value) || base.TryRead(map, out value);
}
