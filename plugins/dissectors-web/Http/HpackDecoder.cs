using System.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Reads the header blocks of one direction of an HTTP/2 connection, in their order.</summary>
/// <remarks>Source: RFC 7541.</remarks>
internal sealed class HpackDecoder
{
    private const int EntryOverhead = 32, MaxFields = 256, FirstTable = 4096, MaxTable = 1 << 16;

    private readonly List<(string Name, string Value)> dynamic = []; // the newest first
    private int size;
    private int capacity = FirstTable;

    /// <summary>The fields of one block.</summary>
    /// <returns>False when the block is broken; what was read before stays in <paramref name="fields"/>.</returns>
    public bool TryDecode(ReadOnlySpan<byte> block, List<(string Name, string Value)> fields)
    {
        var reader = new PayloadReader(block);
        while (reader.Left > 0 && fields.Count < MaxFields)
        {
            byte first = reader.Byte();
            if ((first & 0x80) != 0)
            {
                if (!TryGet(Integer(ref reader, first, 7), out var indexed))
                    return false;
                fields.Add(indexed);
            }
            else if ((first & 0xe0) == 0x20)
            {
                Resize(Integer(ref reader, first, 5));
            }
            else
            {
                bool isKept = (first & 0x40) != 0;
                if (!TryLiteral(ref reader, Integer(ref reader, first, isKept ? 6 : 4), out var literal))
                    return false;
                fields.Add(literal);
                if (isKept)
                    Keep(literal);
            }
        }
        return !reader.Failed;
    }

    private bool TryLiteral(ref PayloadReader reader, int nameIndex, out (string Name, string Value) field)
    {
        field = ("", "");
        string? name = nameIndex == 0 ? Text(ref reader) : TryGet(nameIndex, out var known) ? known.Name : null;
        if (name is null || Text(ref reader) is not { } value)
            return false;
        field = (name, value);
        return true;
    }

    private bool TryGet(int index, out (string Name, string Value) field)
    {
        int own = index - HpackStaticTable.Fields.Length - 1;
        field = index < 1 || own >= dynamic.Count ? default : own < 0 ? HpackStaticTable.Fields[index - 1] : dynamic[own];
        return field.Name is not null;
    }

    private void Keep((string Name, string Value) field)
    {
        int needed = SizeOf(field);
        Shrink(capacity - needed);
        if (needed > capacity)
            return;
        dynamic.Insert(0, field);
        size += needed;
    }

    private void Resize(int to)
    {
        capacity = Math.Clamp(to, 0, MaxTable);
        Shrink(capacity);
    }

    private void Shrink(int to)
    {
        while (size > to && dynamic.Count > 0)
        {
            size -= SizeOf(dynamic[^1]);
            dynamic.RemoveAt(dynamic.Count - 1);
        }
    }

    private static int SizeOf((string Name, string Value) field) => field.Name.Length + field.Value.Length + EntryOverhead;

    private static string? Text(ref PayloadReader reader)
    {
        byte first = reader.Byte();
        var bytes = reader.Bytes(Integer(ref reader, first, 7));
        if (reader.Failed)
            return null;
        if ((first & 0x80) == 0)
            return Encoding.Latin1.GetString(bytes);
        var decoded = new List<byte>(2 * bytes.Length);
        return HuffmanCode.TryDecode(bytes, decoded) ? Encoding.Latin1.GetString(decoded.ToArray()) : null;
    }

    /// <summary>An integer whose first bits are the low ones of a byte that was read.</summary>
    private static int Integer(ref PayloadReader reader, byte first, int bits)
    {
        int mask = (1 << bits) - 1;
        long value = first & mask;
        if (value < mask)
            return (int)value;
        for (int shift = 0; shift <= 28; shift += 7)
        {
            byte next = reader.Byte();
            value += (long)(next & 0x7f) << shift;
            if ((next & 0x80) == 0)
                return (int)Math.Min(value, int.MaxValue);
        }
        reader.Skip(int.MaxValue);
        return 0;
    }
}
