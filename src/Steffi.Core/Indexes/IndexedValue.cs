namespace Steffi;

/// <summary>What values are found by: equal ones have equal bytes and hashes, integers and integral doubles too; a list counts by its items.</summary>
internal static class IndexedValue
{
    /// <summary>Adds the hashes of what stands at a path.</summary>
    public static void Collect(Metadata metadata, MetadataPath path, List<ulong> hashes)
    {
        var kind = metadata.LookUp(path, out var packed);
        if (kind == PackedLookup.Found && packed[0] != PackedTag.List)
            hashes.Add(HashOf(packed));
        else if (kind != PackedLookup.Absent && metadata.TryGet(path, out var value))
            Collect(value, hashes);
    }

    private static void Collect(MetadataValue value, List<ulong> hashes)
    {
        if (value.Kind != ValueKind.List)
        {
            hashes.Add(HashOf(value));
            return;
        }
        foreach (var item in value.Items)
            Collect(item, hashes);
    }

    /// <returns>To be returned.</returns>
    public static PackedWriter Pack(MetadataValue value)
    {
        if (value.Kind == ValueKind.Double && value.AsDouble() is var number && number == Math.Floor(number) && Math.Abs(number) < 1L << 62)
            value = (long)number;
        var writer = PackedWriter.Rent();
        writer.Value(value);
        return writer;
    }

    public static ulong HashOf(MetadataValue value)
    {
        var writer = Pack(value);
        ulong hash = PackedHash.Of(writer.Written);
        writer.Return();
        return hash;
    }

    private static ulong HashOf(ReadOnlySpan<byte> packed)
    {
        int at = 0;
        return packed[0] == PackedTag.Double ? HashOf(Packed.Read(packed, ref at)) : PackedHash.Of(packed);
    }
}
