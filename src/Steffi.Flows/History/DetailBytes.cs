namespace Steffi.Flows;

/// <summary>A flow's details as bytes: maps with their keys as words.</summary>
internal static class DetailBytes
{
    /// <summary>Deeper than any dissector writes; metadata itself allows no more.</summary>
    private const int MaxDepth = 64;

    public static void Write(RowWriter row, Metadata map, WordList words)
    {
        row.VarInt((ulong)map.Count);
        foreach (var (key, value) in map)
        {
            row.Text(key, words);
            Write(row, value, words);
        }
    }

    public static Metadata Read(ref RowReader row, WordList words, int depth = 0)
    {
        if (depth > MaxDepth) throw new InvalidDataException("details are nested too deep");
        int count = row.Count();
        if (count == 0) return default;
        var map = new MetadataBuilder();
        for (int i = 0; i < count; i++) map[row.Text(words) ?? ""] = ReadValue(ref row, words, depth + 1);
        return map.Build();
    }

    private static void Write(RowWriter row, MetadataValue value, WordList words)
    {
        row.Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case ValueKind.Null: break;
            case ValueKind.Bool: row.Byte(value.AsBool() ? (byte)1 : (byte)0); break;
            case ValueKind.Int: row.Signed(value.AsInt()); break;
            case ValueKind.Double: row.Int64(BitConverter.DoubleToInt64Bits(value.AsDouble())); break;
            case ValueKind.String: row.Text(value.AsString()); break;
            case ValueKind.Map: Write(row, value.AsMap(), words); break;
            default:
                var items = value.AsList();
                row.VarInt((ulong)items.Count);
                for (int i = 0; i < items.Count; i++) Write(row, items[i], words);
                break;
        }
    }

    private static MetadataValue ReadValue(ref RowReader row, WordList words, int depth)
    {
        if (depth > MaxDepth) throw new InvalidDataException("details are nested too deep");
        var kind = (ValueKind)row.Byte();
        switch (kind)
        {
            case ValueKind.Null: return MetadataValue.Null;
            case ValueKind.Bool: return row.Byte() != 0;
            case ValueKind.Int: return row.Signed();
            case ValueKind.Double: return BitConverter.Int64BitsToDouble(row.Int64());
            case ValueKind.String: return row.Text(words);
            case ValueKind.Map: return Read(ref row, words, depth);
            case ValueKind.List:
                var items = new MetadataValue[row.Count()];
                for (int i = 0; i < items.Length; i++) items[i] = ReadValue(ref row, words, depth + 1);
                return items;
            default: throw new InvalidDataException($"value kind {(byte)kind} is unknown");
        }
    }
}
