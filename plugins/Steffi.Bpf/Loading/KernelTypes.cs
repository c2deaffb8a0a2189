using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>What the running kernel's BTF says; nothing where it has none.</summary>
internal static unsafe class KernelTypes
{
    private const uint KindEnum = 6, KindFunction = 12;

    /// <summary>Whether programs can call a function of the kernel.</summary>
    public static bool HasFunction(string name) => With(btf => Libbpf.btf__find_by_name_kind(btf, name, KindFunction) > 0);

    /// <summary>The names of an enum's values.</summary>
    public static IReadOnlyDictionary<uint, string> NamesOf(string name) => With(btf =>
    {
        var names = new Dictionary<uint, string>();
        int id = Libbpf.btf__find_by_name_kind(btf, name, KindEnum);
        if (id <= 0)
            return names;
        // struct btf_type {name, info, size}: the low half of info counts the struct btf_enum {name, value} that follow.
        uint* type = Libbpf.btf__type_by_id(btf, (uint)id);
        for (uint i = 0; i < (type[1] & 0xffff); i++)
            names[type[4 + 2 * i]] = Marshal.PtrToStringUTF8(Libbpf.btf__name_by_offset(btf, type[3 + 2 * i])) ?? "";
        return names;
    }) ?? [];

    private static T? With<T>(Func<nint, T> read)
    {
        nint btf = Libbpf.btf__load_vmlinux_btf();
        if (btf == 0)
            return default;
        try
        {
            return read(btf);
        }
        finally
        {
            Libbpf.btf__free(btf);
        }
    }
}
