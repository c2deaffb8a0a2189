namespace Steffi.Gremlin;

/// <summary>Judges the value of one key. Made once a plan; immutable, so that plans can be shared.</summary>
internal abstract class ValueTest
{
    /// <summary>The verdict on an element without the key.</summary>
    public virtual bool MatchesAbsent => false;

    /// <summary>True for a test that is mostly asked of strings: it is then offered their characters, which costs no allocation.</summary>
    public virtual bool PrefersText => false;

    public abstract bool Matches(MetadataValue value);

    /// <summary>The same for a string value, where <see cref="PrefersText"/>.</summary>
    public virtual bool MatchesText(ReadOnlySpan<char> text) => Matches(text.ToString());

    /// <summary>The same for a string as it lies in the metadata.</summary>
    public virtual bool MatchesPacked(ReadOnlySpan<byte> packed)
    {
        Span<char> text = stackalloc char[64];
        if (Packed.TryReadText(packed, 0, text, out var length)) return MatchesText(text[..length]);
        var at = 0;
        return Matches(Packed.Read(packed, ref at));
    }

    /// <summary>True where a verdict is worth remembering.</summary>
    public virtual bool IsCostly => false;

    /// <summary>As a plan shows it: <c>Name = 'eth0'</c>.</summary>
    public abstract string Describe(string key);

    /// <summary>The values one of which an element must have to fit, for an index; null when there is no such list.</summary>
    public virtual IReadOnlyList<MetadataValue>? SeekValues => null;

    /// <summary>Whether an index can answer it: it lists its values, or passes a list just where it passes an item of it alone.</summary>
    public virtual bool IsSought => SeekValues is not null;

    protected static string Quote(MetadataValue value) => value.Kind == ValueKind.String ? $"'{value}'" : value.ToString();
}

/// <summary>A test of one value that a list passes when one of its items does.</summary>
internal abstract class ItemTest : ValueTest
{
    public sealed override bool Matches(MetadataValue value)
    {
        if (value.Kind != ValueKind.List) return MatchesItem(value);
        // Lists in lists come from paths through lists of maps. Metadata's own depth bounds the recursion.
        var items = value.AsList();
        for (var i = 0; i < items.Count; i++)
        {
            if (Matches(items[i])) return true;
        }

        return false;
    }

    protected abstract bool MatchesItem(MetadataValue value);

    public override bool IsSought => true;
}

/// <summary>The key is there, whatever its value.</summary>
internal sealed class PresentTest : ValueTest
{
    public static readonly PresentTest Instance = new();

    public override bool Matches(MetadataValue value) => true;

    public override string Describe(string key) => $"{key} present";
}

/// <summary>The key is not there.</summary>
internal sealed class AbsentTest : ValueTest
{
    public static readonly AbsentTest Instance = new();

    public override bool MatchesAbsent => true;

    public override bool Matches(MetadataValue value) => false;

    public override string Describe(string key) => $"{key} absent";
}

/// <summary>Ne, Nee and Without: not what another test accepts.</summary>
internal sealed class NotTest(ValueTest test, bool matchesAbsent) : ValueTest
{
    public override bool MatchesAbsent => matchesAbsent;

    public override bool PrefersText => test.PrefersText;

    public override bool Matches(MetadataValue value) => !test.Matches(value);

    public override bool IsCostly => test.IsCostly;

    public override bool MatchesPacked(ReadOnlySpan<byte> packed) => !test.MatchesPacked(packed);

    public override bool MatchesText(ReadOnlySpan<char> text) => !test.MatchesText(text);

    public override string Describe(string key) => $"not ({test.Describe(key)}){(matchesAbsent ? " or absent" : "")}";
}

/// <summary>Within: one of several tests accepts. Without tests it accepts nothing.</summary>
internal sealed class AnyTest(ValueTest[] tests) : ValueTest
{
    public override bool PrefersText { get; } = Array.TrueForAll(tests, test => test.PrefersText);

    public override bool IsSought => Array.TrueForAll(tests, test => test.IsSought);

    public override bool IsCostly => tests.Length > 2 || Array.Exists(tests, test => test.IsCostly);

    public override bool MatchesPacked(ReadOnlySpan<byte> packed)
    {
        foreach (var test in tests)
        {
            if (test.MatchesPacked(packed)) return true;
        }

        return false;
    }

    public override bool MatchesText(ReadOnlySpan<char> text)
    {
        foreach (var test in tests)
        {
            if (test.MatchesText(text)) return true;
        }

        return false;
    }

    public override bool Matches(MetadataValue value)
    {
        foreach (var test in tests)
        {
            if (test.Matches(value)) return true;
        }

        return false;
    }

    public override string Describe(string key) => $"{key} in [{string.Join(", ", tests.Select(test => test.Describe("").TrimStart(' ', '=')))}]";

    public override IReadOnlyList<MetadataValue>? SeekValues
    {
        get
        {
            var values = new List<MetadataValue>();
            foreach (var test in tests)
            {
                if (test.SeekValues is not { } some) return null;
                values.AddRange(some);
            }

            return values;
        }
    }
}
