using System.Text;

namespace Steffi;

/// <summary>A key's name in the forms that writing a map wants.</summary>
internal sealed class MetadataKey
{
    public MetadataKey(string name)
    {
        Name = name;
        for (int i = 0; i < 4; i++)
            Start = Start << 16 | (i < name.Length ? name[i] : 0u);
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            Json = Encoding.ASCII.GetBytes($"\"{name}\":");
    }

    public string Name { get; }

    /// <summary>The first four characters: their order is that of the names, unless they are equal.</summary>
    public ulong Start { get; }

    /// <summary>Quoted, with the colon; null where an encoder may have something to escape.</summary>
    public byte[]? Json { get; }
}

/// <summary>Gives each metadata key a small number, once for the process: packed metadata holds the number.</summary>
/// <remarks>Hot: asked once a key on every write (benchmark: WriteBenchmarks). Reads take no lock; a key is never forgotten.</remarks>
internal static class KeyTable
{
    // Metadata keys are names chosen by programs, not data; this bound turns a mistake (an address used as a key) into an error
    // long before it eats the memory.
    private const int Limit = 1 << 22;

    private static readonly Lock Gate = new();
    private static Slots _slots = new(1024);
    private static MetadataKey[] _names = new MetadataKey[512];
    private static int _count;

    public static int IdOf(string key)
    {
        int id = _slots.Find(key);
        return id >= 0 ? id : Add(key);
    }

    /// <returns>-1 when no metadata ever had the key.</returns>
    public static int Find(string key) => Volatile.Read(ref _slots).Find(key);

    public static string NameOf(int id) => Of(id).Name;

    public static MetadataKey Of(int id) => Volatile.Read(ref _names)[id];

    private static int Add(string key)
    {
        lock (Gate)
        {
            int id = _slots.Find(key);
            if (id >= 0)
                return id;
            if (_count == Limit)
                throw new InvalidOperationException($"More than {Limit} distinct metadata keys; the last one: \"{key}\".");
            if (_count == _names.Length)
            {
                var names = new MetadataKey[_count * 2];
                _names.CopyTo(names, 0);
                Volatile.Write(ref _names, names);
            }
            _names[_count] = new MetadataKey(key);
            if (_count * 2 >= _slots.Length)
            {
                var larger = new Slots(_slots.Length * 2);
                for (int i = 0; i < _count; i++)
                    larger.Add(_names[i].Name, i);
                Volatile.Write(ref _slots, larger);
            }
            _slots.Add(key, _count);
            return _count++;
        }
    }

    private sealed class Slots(int length)
    {
        private readonly string?[] _keys = new string?[length];
        private readonly int[] _ids = new int[length];

        public int Length => _keys.Length;

        public int Find(string key)
        {
            int mask = _keys.Length - 1;
            for (int i = Hash(key) & mask; ; i = (i + 1) & mask)
            {
                string? at = Volatile.Read(ref _keys[i]);
                if (at is null)
                    return -1;
                if (ReferenceEquals(at, key) || at == key)
                    return _ids[i];
            }
        }

        public void Add(string key, int id)
        {
            int mask = _keys.Length - 1;
            int i = Hash(key) & mask;
            while (_keys[i] is not null)
                i = (i + 1) & mask;
            _ids[i] = id;
            Volatile.Write(ref _keys[i], key);
        }

        // Length and three characters tell the usual keys apart; a full hash costs more than the rare extra comparison.
        private static int Hash(string key)
        {
            if (key.Length == 0)
                return 0;
            uint h = (uint)key.Length * 0x9E3779B1u;
            h = (h ^ key[0]) * 0x85EBCA6Bu;
            h = (h ^ key[key.Length / 2]) * 0xC2B2AE35u;
            h = (h ^ key[^1]) * 0x27D4EB2Fu;
            return (int)(h ^ (h >> 15));
        }
    }
}
