using System.Globalization;
using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>Names of the running kernel's <c>enum skb_drop_reason</c>, as its BTF has them: NETFILTER_DROP, TCP_CSUM, ….</summary>
internal static unsafe class DropReasons
{
    private const string Prefix = "SKB_DROP_REASON_";
    private const uint KindEnum = 6;
    private static readonly Lazy<IReadOnlyDictionary<uint, string>> Names = new(Read);

    public static string Name(uint reason) => Names.Value.GetValueOrDefault(reason) ?? "reason " + reason.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<uint, string> Read()
    {
        var names = new Dictionary<uint, string>();
        nint btf = Libbpf.btf__load_vmlinux_btf();
        if (btf == 0)
            return names;
        int id = Libbpf.btf__find_by_name_kind(btf, "skb_drop_reason", KindEnum);
        if (id > 0)
        {
            // struct btf_type {name, info, size}: the low half of info counts the struct btf_enum {name, value} that follow.
            uint* type = Libbpf.btf__type_by_id(btf, (uint)id);
            for (uint i = 0; i < (type[1] & 0xffff); i++)
            {
                string name = Marshal.PtrToStringUTF8(Libbpf.btf__name_by_offset(btf, type[3 + 2 * i])) ?? "";
                names[type[4 + 2 * i]] = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
            }
        }
        Libbpf.btf__free(btf);
        return names;
    }
}
