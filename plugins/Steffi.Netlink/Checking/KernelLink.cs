using System.Text.Json;

namespace Steffi.Netlink;

/// <summary>
/// One interface as <c>ip -d -j link</c> prints it. Other is the index of the parent or peer; 0 for none, null when ip names it
/// instead and Link holds the name. A VXLAN's parent stands in its kind's own data, by name.
/// </summary>
internal sealed record KernelLink(
    int Index, string Name, long MTU, string MAC, bool IsUp, string Kind, string Master, string Link, int? Other)
{
    public static List<KernelLink> Parse(string json)
    {
        using var document = JsonDocument.Parse(json.Length > 0 ? json : "[]");
        return [.. document.RootElement.EnumerateArray().Where(e => e.TryGetProperty("ifindex", out _)).Select(Parse)];
    }

    private static KernelLink Parse(JsonElement link) => new(
        link.GetProperty("ifindex").GetInt32(),
        Text(link, "ifname"),
        link.TryGetProperty("mtu", out var mtu) ? mtu.GetInt64() : 0,
        // Tunnels have an IP address here; ip prints it as such, the graph as bytes.
        Text(link, "link_type") is "ether" or "loopback" ? Text(link, "address") : "",
        link.TryGetProperty("flags", out var flags) && flags.EnumerateArray().Any(flag => flag.GetString() == "UP"),
        link.TryGetProperty("linkinfo", out var info) ? Text(info, "info_kind") : "",
        Text(link, "master"),
        Parent(link),
        link.TryGetProperty("link_index", out var index) ? index.GetInt32() : Parent(link).Length > 0 ? null : 0);

    private static string Parent(JsonElement link) =>
        Text(link, "link") is { Length: > 0 } name ? name
        : link.TryGetProperty("linkinfo", out var info) && info.TryGetProperty("info_data", out var data) ? Text(data, "link") : "";

    private static string Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
