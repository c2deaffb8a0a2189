namespace Steffi.Gremlin;

internal sealed class TextEqualTest(string text) : ItemTest
{
    private readonly byte[] _packed = Pack(text);

    /// <summary>A value has one packed form, so equal strings are equal bytes.</summary>
    public override bool MatchesPacked(ReadOnlySpan<byte> packed) => packed.SequenceEqual(_packed);

    public override bool PrefersText => true;

    public override bool MatchesText(ReadOnlySpan<char> held) => held.SequenceEqual(text);

    protected override bool MatchesItem(MetadataValue value) => value.Kind == ValueKind.String && value.AsString() == text;

    private static byte[] Pack(string text)
    {
        var writer = PackedWriter.Rent();
        writer.String(text);
        var packed = writer.Written.ToArray();
        writer.Return();
        return packed;
    }

    public override string Describe(string key) => $"{key} = '{text}'";

    public override IReadOnlyList<MetadataValue> SeekValues => [text];
}

internal sealed class BoolEqualTest(bool expected) : ItemTest
{
    protected override bool MatchesItem(MetadataValue value) => value.Kind == ValueKind.Bool && value.AsBool() == expected;

    public override string Describe(string key) => $"{key} = {(expected ? "true" : "false")}";

    public override IReadOnlyList<MetadataValue> SeekValues => [expected];
}

/// <summary>
/// Equal to a number. As in Skydive a bool counts as 1 or 0, and a string that spells the number in its plain form is equal to
/// it. Only the plain form, so that an index can find it too.
/// </summary>
internal sealed class NumberEqualTest(Number number) : ItemTest
{
    private readonly string _plain = number.ToString();

    protected override bool MatchesItem(MetadataValue value) => value.Kind switch
    {
        ValueKind.Int => new Number(value.AsInt()).Equals(number),
        ValueKind.Double => new Number(value.AsDouble()).Equals(number),
        ValueKind.Bool => new Number(value.AsBool() ? 1L : 0L).Equals(number),
        ValueKind.String => value.AsString() == _plain,
        _ => false,
    };

    public override string Describe(string key) => $"{key} = {_plain}";

    public override IReadOnlyList<MetadataValue> SeekValues =>
        number.IsZeroOrOne ? [number.ToValue(), _plain, number.Equals(new Number(1L))] : [number.ToValue(), _plain];
}
