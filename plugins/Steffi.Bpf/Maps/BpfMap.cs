using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>A map of a loaded object; its descriptor belongs to that object.</summary>
internal readonly unsafe record struct BpfMap(string Name, int Descriptor, int KeySize, int ValueSize, int Entries, uint Flags = 0)
{
    private const int Hash = 1, Programs = 3;

    /// <summary>A hash map of the same key, value and flags as this one; to be closed by who made it.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public BpfMap CreateHash(int entries) => Create(this with { Entries = entries }, Hash);

    /// <summary>A map of programs that others go on to; to be closed by who made it.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public static BpfMap CreatePrograms(string name, int entries) => Create(new BpfMap(name, -1, sizeof(uint), sizeof(int), entries), Programs);

    private static BpfMap Create(BpfMap like, int type)
    {
        var options = new Libbpf.MapOptions { Size = (nuint)sizeof(Libbpf.MapOptions), Flags = like.Flags };
        int descriptor = Libbpf.bpf_map_create(type, like.Name, (uint)like.KeySize, (uint)like.ValueSize, (uint)like.Entries, &options);
        return descriptor >= 0 ? like with { Descriptor = descriptor }
            : throw new KernelCallException("bpf(BPF_MAP_CREATE)", like.Name, -descriptor, Capabilities.Missing());
    }

    /// <summary>Closes a map that was created here; the kernel frees it in its own time.</summary>
    public void Close() => _ = Libc.close(Descriptor);

    /// <summary>Puts a value, new or old.</summary>
    /// <exception cref="KernelCallException">No room (E2BIG), or another refusal.</exception>
    public void Put<TKey, TValue>(TKey key, TValue value) where TKey : unmanaged where TValue : unmanaged
    {
        int status = Libbpf.bpf_map_update_elem(Descriptor, &key, &value, 0);
        if (status < 0)
            throw new KernelCallException("bpf(BPF_MAP_UPDATE_ELEM)", Name, -status);
    }

    /// <summary>False when the key is not there.</summary>
    public bool TryGet<TKey, TValue>(TKey key, out TValue value) where TKey : unmanaged where TValue : unmanaged
    {
        value = default;
        return TryGetEach(key, new Span<TValue>(ref value));
    }

    /// <summary>A per-CPU value: one for each possible processor.</summary>
    /// <param name="key">Of the entry.</param>
    /// <param name="values">As long as there are possible processors; a multiple of 8 bytes each.</param>
    public bool TryGetEach<TKey, TValue>(TKey key, Span<TValue> values) where TKey : unmanaged where TValue : unmanaged
    {
        fixed (TValue* into = values)
            return Libbpf.bpf_map_lookup_elem(Descriptor, &key, into) == 0;
    }

    /// <summary>Reads entries and leaves them: the next batch of a walk through the map.</summary>
    /// <param name="position">0 to begin; then as it was left.</param>
    /// <param name="isFirst">True for the first batch.</param>
    /// <param name="keys">Room for keys.</param>
    /// <param name="values">Room for as many values.</param>
    /// <param name="isLast">True when the walk is over.</param>
    /// <returns>How many were read.</returns>
    /// <exception cref="KernelCallException">The kernel refused (batches need 5.6).</exception>
    public int Read<TKey, TValue>(ref uint position, bool isFirst, Span<TKey> keys, Span<TValue> values, out bool isLast)
        where TKey : unmanaged where TValue : unmanaged =>
        Walk(&Libbpf.bpf_map_lookup_batch, "bpf(BPF_MAP_LOOKUP_BATCH)", ref position, isFirst, keys, values, out isLast);

    /// <summary>Takes entries out, otherwise as <see cref="Read"/>.</summary>
    public int Take<TKey, TValue>(ref uint position, bool isFirst, Span<TKey> keys, Span<TValue> values, out bool isLast)
        where TKey : unmanaged where TValue : unmanaged =>
        Walk(&Libbpf.bpf_map_lookup_and_delete_batch, "bpf(BPF_MAP_LOOKUP_AND_DELETE_BATCH)", ref position, isFirst, keys, values, out isLast);

    private int Walk<TKey, TValue>(delegate*<int, void*, void*, void*, void*, uint*, void*, int> call, string operation, ref uint position, bool isFirst,
        Span<TKey> keys, Span<TValue> values, out bool isLast)
        where TKey : unmanaged where TValue : unmanaged
    {
        uint count = (uint)keys.Length, next = 0, from = position;
        int status;
        fixed (TKey* key = keys)
        fixed (TValue* value = values)
            status = call(Descriptor, isFirst ? null : &from, &next, key, value, &count, null);
        position = next;
        isLast = status == -Errno.ENOENT;
        if (status < 0 && !isLast)
            throw new KernelCallException(operation, Name, -status);
        return (int)count;
    }

    /// <summary>How many processors a per-CPU value has room for.</summary>
    public static int Processors { get; } = Libbpf.libbpf_num_possible_cpus();
}
