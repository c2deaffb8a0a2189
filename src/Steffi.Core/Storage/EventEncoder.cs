using System.Text;

namespace Steffi;

/// <summary>Writes batches; collects the metadata keys that they use, numbered by their first use.</summary>
internal sealed class EventEncoder(PackedWriter writer)
{
    private readonly Dictionary<int, int> _keys = [];

    public void WriteKeys(PackedWriter target)
    {
        target.VarInt((ulong)_keys.Count);
        foreach (int key in _keys.Keys)
            Text(target, KeyTable.NameOf(key));
    }

    public void Batch(EventBatch batch)
    {
        Text(writer, batch.Host);
        Text(writer, batch.Origin);
        writer.VarInt((ulong)batch.Epoch);
        writer.VarInt((ulong)batch.Sequence);
        writer.VarInt((ulong)batch.Events.Count);
        for (int i = 0; i < batch.Events.Count; i++)
            Event(batch.Events[i]);
    }

    private void Event(in GraphEvent change)
    {
        writer.Byte((byte)change.Kind);
        if (change.Kind == EventKind.Erased)
            return;
        writer.Int64(change.Ticks);
        Id(change.Id);
        if (change.Kind is EventKind.EdgeAdded or EventKind.EdgeSnapshot)
        {
            Id(change.ParentId);
            Id(change.ChildId);
        }
        if (change.Kind is EventKind.NodeSnapshot or EventKind.EdgeSnapshot)
        {
            writer.Int64(change.CreatedTicks);
            writer.VarInt((ulong)change.Revision);
        }
        if (change.Kind is EventKind.NodeUpdated or EventKind.EdgeUpdated or EventKind.NodeSampled)
            Patch(change.Patch!);
        else if (change.Kind is not (EventKind.NodeDeleted or EventKind.EdgeDeleted))
            Map(change.Metadata.Packed);
    }

    private void Id(ElementId id)
    {
        if (id.TryGetUuid(out ulong high, out ulong low))
        {
            writer.Byte(0);
            writer.Int64((long)high);
            writer.Int64((long)low);
            return;
        }
        writer.Byte(1);
        Text(writer, id.ToString());
    }

    private void Patch(MetadataPatch patch)
    {
        writer.VarInt((ulong)patch.Count);
        for (int i = 0; i < patch.Count; i++)
        {
            var (path, value, removes) = patch[i];
            writer.Byte(removes ? (byte)1 : (byte)0);
            writer.VarInt((ulong)path.KeysForWriting.Length);
            foreach (int key in path.KeysForWriting)
                writer.VarInt((ulong)Local(key));
            if (removes)
                continue;
            var packed = PackedWriter.Rent();
            packed.Value(value);
            int at = 0;
            Value(packed.Written, ref at);
            packed.Return();
        }
    }

    private void Map(ReadOnlySpan<byte> map)
    {
        int at = 0;
        int count = map.IsEmpty ? 0 : (int)Packed.VarInt(map, ref at);
        writer.VarInt((ulong)count);
        for (int i = 0; i < count; i++)
        {
            writer.VarInt((ulong)Local((int)Packed.VarInt(map, ref at)));
            Value(map, ref at);
        }
    }

    // Only maps, and lists that may hold some, differ from their packed form.
    private void Value(ReadOnlySpan<byte> bytes, ref int at)
    {
        int start = at;
        switch (bytes[at])
        {
            case PackedTag.Map:
                at++;
                int length = (int)Packed.VarInt(bytes, ref at);
                writer.Byte(PackedTag.Map);
                Map(bytes.Slice(at, length));
                at += length;
                break;
            case PackedTag.List:
                at++;
                Packed.VarInt(bytes, ref at);
                int count = (int)Packed.VarInt(bytes, ref at);
                writer.Byte(PackedTag.List);
                writer.VarInt((ulong)count);
                for (int i = 0; i < count; i++)
                    Value(bytes, ref at);
                break;
            default:
                Packed.Skip(bytes, ref at);
                writer.Bytes(bytes[start..at]);
                break;
        }
    }

    private int Local(int key)
    {
        if (!_keys.TryGetValue(key, out int local))
            _keys[key] = local = _keys.Count;
        return local;
    }

    private static void Text(PackedWriter target, string text)
    {
        int start = target.Length;
        target.Bytes(Encoding.UTF8.GetBytes(text));
        target.PrefixLength(start);
    }
}
