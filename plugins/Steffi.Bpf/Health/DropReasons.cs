using System.Globalization;

namespace Steffi.Bpf;

/// <summary>Names of the running kernel's <c>enum skb_drop_reason</c>, as its BTF has them: NETFILTER_DROP, TCP_CSUM, ….</summary>
internal static class DropReasons
{
    private const string Prefix = "SKB_DROP_REASON_";
    private static readonly Lazy<IReadOnlyDictionary<uint, string>> Names = new(static () => KernelTypes.NamesOf("skb_drop_reason"));

    public static string Name(uint reason) => !Names.Value.TryGetValue(reason, out string? name) ? "reason " + reason.ToString(CultureInfo.InvariantCulture)
        : name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
