namespace Steffi;

/// <summary>How deep metadata may nest. What reads values recurses: foreign documents must not be able to exhaust its stack.</summary>
internal static class Nesting
{
    /// <summary>The value of a top-level key stands at depth 1, what a list or map at a depth holds one deeper.</summary>
    public const int Most = 64;

    /// <summary>Whether a value may stand at a depth.</summary>
    /// <exception cref="ArgumentException">It may not.</exception>
    public static void Check(int depth)
    {
        if (depth > Most)
            throw new ArgumentException($"Metadata is nested deeper than {Most} levels.");
    }

    /// <summary>Whether a value may stand at a depth with all that it holds.</summary>
    /// <exception cref="ArgumentException">It may not.</exception>
    public static void Check(in MetadataValue value, int depth)
    {
        Check(depth);
        if (value.Kind == ValueKind.Map)
            Check(value.AsMap().Packed, depth);
        else if (value.Kind == ValueKind.List)
        {
            foreach (ref readonly var item in value.Items)
                Check(item, depth + 1);
        }
    }

    /// <inheritdoc cref="Check(in MetadataValue, int)"/>
    public static void Check(ReadOnlySpan<byte> map, int depth) => Check(depth + LevelsIn(map));

    /// <summary>The levels below a packed map, which was checked when it was made: no more than there may be.</summary>
    private static int LevelsIn(ReadOnlySpan<byte> map)
    {
        int levels = 0, at = 0;
        for (int left = map.IsEmpty ? 0 : (int)Packed.VarInt(map, ref at); left > 0; left--)
        {
            Packed.VarInt(map, ref at);
            levels = Math.Max(levels, 1 + LevelsBelow(map, ref at));
        }
        return levels;
    }

    private static int LevelsBelow(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte tag = bytes[at];
        if (tag is not (PackedTag.List or PackedTag.Map))
        {
            Packed.Skip(bytes, ref at);
            return 0;
        }
        at++;
        int length = (int)Packed.VarInt(bytes, ref at);
        int end = at + length, levels = 0;
        if (tag == PackedTag.Map)
            levels = LevelsIn(bytes[at..end]);
        else
        {
            for (int left = (int)Packed.VarInt(bytes, ref at); left > 0; left--)
                levels = Math.Max(levels, 1 + LevelsBelow(bytes, ref at));
        }
        at = end;
        return levels;
    }
}
