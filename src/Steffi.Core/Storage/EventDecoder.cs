using System.Buffers.Binary;
using System.Text;

namespace Steffi;

/// <summary>Reads batches from bytes that may be broken: every length is held against what is left before anything is made of it.</summary>
internal ref struct EventDecoder(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private string[] _keys = [];
    private int[] _keyNumbers = [];
    private int _at;

    public readonly int Offset => _at;

    public IReadOnlyList<EventBatch> Transaction()
    {
        byte version = _bytes[_at++];
        if (version != EventCodec.Version)
            throw new InvalidDataException($"version {version} is unknown");
        _keys = new string[Count()];
        for (int i = 0; i < _keys.Length; i++)
            _keys[i] = Text();
        _keyNumbers = new int[_keys.Length];
        Array.Fill(_keyNumbers, -1);
        var batches = new EventBatch[Count()];
        for (int i = 0; i < batches.Length; i++)
            batches[i] = Batch();
        if (_at != _bytes.Length)
            throw new InvalidDataException($"{_bytes.Length - _at} bytes too many");
        return batches;
    }

    private EventBatch Batch()
    {
        string host = Text(), origin = Text();
        long epoch = (long)Packed.VarInt(_bytes, ref _at), sequence = (long)Packed.VarInt(_bytes, ref _at);
        var events = new GraphEvent[Count()];
        for (int i = 0; i < events.Length; i++)
            events[i] = Event();
        return new EventBatch(host, origin, epoch, sequence, events);
    }

    private GraphEvent Event()
    {
        var kind = (EventKind)_bytes[_at++];
        if (kind is < EventKind.NodeAdded or > EventKind.NodeSampled)
            throw new InvalidDataException($"event kind {(byte)kind} is unknown");
        if (kind == EventKind.Erased)
            return GraphEvent.Erased;
        long ticks = Ticks();
        var id = Id();
        bool edge = kind is EventKind.EdgeAdded or EventKind.EdgeSnapshot, snapshot = kind is EventKind.NodeSnapshot or EventKind.EdgeSnapshot;
        var (parent, child) = edge ? (Id(), Id()) : default;
        var (created, revision) = snapshot ? (Ticks(), checked((int)Packed.VarInt(_bytes, ref _at))) : default;
        bool updated = kind is EventKind.NodeUpdated or EventKind.EdgeUpdated or EventKind.NodeSampled;
        bool deleted = kind is EventKind.NodeDeleted or EventKind.EdgeDeleted;
        return new GraphEvent(kind, ticks, id)
        {
            ParentId = parent,
            ChildId = child,
            CreatedTicks = created,
            Revision = revision,
            Patch = updated ? Patch() : null,
            Metadata = updated || deleted ? default : Map(0),
        };
    }

    private MetadataPatch Patch()
    {
        var patch = new MetadataPatch();
        for (int i = Count(); i > 0; i--)
        {
            bool removes = _bytes[_at++] != 0;
            var path = new string[Count()];
            for (int k = 0; k < path.Length; k++)
                path[k] = Key();
            if (path.Length == 0)
                throw new InvalidDataException("a path is empty");
            patch.Add(MetadataPath.OfKeys(path), removes ? default : Value(0), removes);
        }
        return patch;
    }

    private Metadata Map(int depth)
    {
        int count = Count();
        var builder = new MetadataBuilder();
        for (int i = 0; i < count; i++)
        {
            int key = KeyNumber();
            // What is the same packed and written is taken over as it is.
            int start = _at;
            if (TrySkipPlain())
                builder.Set(key, _bytes[start.._at]);
            else
                builder.Set(key, Value(depth + 1));
        }
        return builder.Build();
    }

    /// <summary>Steps over a value that is surely in its one packed form; false, and nowhere, before any other.</summary>
    private bool TrySkipPlain()
    {
        byte tag = _bytes[_at];
        if (tag is PackedTag.Null or PackedTag.False or PackedTag.True or (>= PackedTag.SmallInt and < PackedTag.ShortString))
        {
            _at++;
            return true;
        }
        int length = tag switch
        {
            PackedTag.Mac => 7,
            PackedTag.Uuid => 17,
            PackedTag.IPv4 => 5,
            PackedTag.Word when _bytes[_at + 1] < WordTable.Count => 2,
            _ => 0,
        };
        if (length == 0 || length > _bytes.Length - _at)
            return false;
        _at += length;
        return true;
    }

    private int KeyNumber()
    {
        ulong key = Packed.VarInt(_bytes, ref _at);
        if (key >= (ulong)_keys.Length)
            throw new InvalidDataException($"key {key} of {_keys.Length} does not exist");
        if (_keyNumbers[key] < 0)
            _keyNumbers[key] = KeyTable.IdOf(_keys[key]);
        return _keyNumbers[key];
    }

    private MetadataValue Value(int depth)
    {
        if (depth > Nesting.Most)
            throw new InvalidDataException("a value is nested too deep");
        switch (_bytes[_at])
        {
            case PackedTag.Map:
                _at++;
                return Map(depth);
            case PackedTag.List:
                _at++;
                var items = new MetadataValue[Count()];
                for (int i = 0; i < items.Length; i++)
                    items[i] = Value(depth + 1);
                return items;
            default:
                return Packed.Read(_bytes, ref _at);
        }
    }

    private string Key()
    {
        ulong key = Packed.VarInt(_bytes, ref _at);
        return key < (ulong)_keys.Length ? _keys[key] : throw new InvalidDataException($"key {key} of {_keys.Length} does not exist");
    }

    private ElementId Id()
    {
        byte form = _bytes[_at++];
        if (form > 1)
            throw new InvalidDataException($"id form {form} is unknown");
        return form == 1 ? Text() : ElementId.FromUuid((ulong)Int64(), (ulong)Int64());
    }

    private long Ticks()
    {
        long ticks = Int64();
        return (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks ? ticks : throw new InvalidDataException("an instant is out of range");
    }

    private long Int64()
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(_bytes[_at..]);
        _at += 8;
        return value;
    }

    private string Text()
    {
        int length = Count();
        _at += length;
        return Encoding.UTF8.GetString(_bytes.Slice(_at - length, length));
    }

    /// <summary>A number of things of which each takes a byte at least.</summary>
    private int Count()
    {
        ulong count = Packed.VarInt(_bytes, ref _at);
        return count <= (ulong)(_bytes.Length - _at) ? (int)count : throw new InvalidDataException($"{count} items do not fit");
    }
}
