using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steffi.Netlink.Kernel;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>One socket, as ss(8) prints it and as the graph has it. Name is the first process's.</summary>
internal sealed record SocketLine(string Protocol, string State, string Local, string Remote, string Processes, string Name)
{
    public override string ToString() => $"{Protocol} {State} {Local} {Remote} {Processes} {Name}";
}

/// <summary>The two sides of the comparison.</summary>
internal static partial class SocketStatistics
{
    private static readonly Dictionary<string, string> States = new()
    {
        ["ESTAB"] = "ESTABLISHED",
        ["LISTEN"] = "LISTEN",
        ["UNCONN"] = "CLOSE",
        ["SYN-SENT"] = "SYN_SENT",
        ["FIN-WAIT-1"] = "FIN_WAIT1",
        ["FIN-WAIT-2"] = "FIN_WAIT2",
        ["CLOSE-WAIT"] = "CLOSE_WAIT",
        ["LAST-ACK"] = "LAST_ACK",
        ["CLOSING"] = "CLOSING",
    };

    /// <summary>What `ss -tunap` says in a namespace; "" is the host's own.</summary>
    public static HashSet<SocketLine> Kernel(string netns) =>
        Parse(netns.Length == 0 ? Situation.Run("ss", "-tunapH") : Situation.Run("ip", "netns", "exec", netns, "ss", "-tunapH"));

    /// <summary>The lines of `ss -tunapH`; none for TIME-WAIT and SYN-RECV, which `ss -tunp` does not show.</summary>
    public static HashSet<SocketLine> Parse(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ParseLine).OfType<SocketLine>()];

    /// <summary>What the namespace's node says.</summary>
    public static HashSet<SocketLine> Graph(GraphView view, Node? node) =>
        node is null || node.Value["Sockets"].Kind != ValueKind.List ? [] : [.. node.Value["Sockets"].AsList().Select(socket => Of(socket.AsMap()))];

    private static SocketLine Of(Metadata socket) => new(
        socket["Protocol"].ToString(), socket["State"].ToString(), End(socket, "Local"), End(socket, "Remote"),
        socket["PIDs"].Kind == ValueKind.List ? string.Join(',', socket["PIDs"].AsList().Select(pid => pid.ToString()))
            : socket["PID"].IsNull ? "" : socket["PID"].ToString(), socket["Name"].IsNull ? "" : socket["Name"].ToString());

    /// <summary>One of what the step Sockets() answers.</summary>
    public static SocketLine Of(JsonElement socket) => Of(Metadata.FromJson(socket));

    private static string End(Metadata socket, string side) => $"{IPAddress.Parse(socket[$"{side}Address"].ToString())} {socket[$"{side}Port"]}";

    private static SocketLine? ParseLine(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!States.TryGetValue(words[1], out var state))
            return null;   // TIME-WAIT, SYN-RECV
        // An IPv6 socket that takes IPv4 too is * to ss and :: to the kernel.
        bool isSix = words[4].StartsWith('[') || words[4].StartsWith('*') || words[5].StartsWith('[');
        var holders = HolderPattern().Matches(line).Select(match => (Pid: int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), Name: match.Groups[1].Value))
            .Distinct().Order().ToArray();
        return new SocketLine(words[0].ToUpperInvariant(), state, End(words[4], isSix), End(words[5], isSix),
            string.Join(',', holders.Select(holder => holder.Pid)), holders.FirstOrDefault().Name ?? "");
    }

    private static string End(string text, bool isSix)
    {
        int colon = text.LastIndexOf(':');
        // [fe80::1]%eth0, 0.0.0.0%eth0
        int zone = text.IndexOf('%');
        var address = text[..(zone < 0 ? colon : zone)].Trim('[', ']');
        var parsed = address == "*" ? isSix ? IPAddress.IPv6Any : IPAddress.Any : IPAddress.Parse(address);
        return $"{parsed} {(text[(colon + 1)..] == "*" ? "0" : text[(colon + 1)..])}";
    }

    [GeneratedRegex("""\("((?:[^"\\]|\\.)*)",pid=(\d+)""")]
    private static partial Regex HolderPattern();

    /// <summary>What a way of reading finds in a namespace.</summary>
    public static List<SocketRecord> Read(SocketScan scan, string netns) => In(netns, () =>
    {
        var found = new List<SocketRecord>();
        scan.ReadSockets(netns, hasRoundTrips: true, found);
        return found;
    });

    /// <summary>And as ss(8) would print it, but for the names of processes.</summary>
    public static HashSet<SocketLine> Scanned(SocketScan scan, string netns)
    {
        var holders = scan.ReadHolders();
        return [.. Read(scan, netns).Select(socket => new SocketLine(socket.Protocol.Word(), socket.State.Word(), $"{socket.Local.Address} {socket.Local.Port}",
            $"{socket.Remote.Address} {socket.Remote.Port}", string.Join(',', holders.GetValueOrDefault(socket.Inode) ?? []), ""))];
    }

    /// <summary>The same without the names of processes.</summary>
    public static HashSet<SocketLine> Nameless(HashSet<SocketLine> lines) => [.. lines.Select(line => line with { Name = "" })];

    /// <summary>Opens something in a namespace; it stays there.</summary>
    public static T In<T>(string netns, Func<T> open) => NamespaceEntry.Run($"/run/netns/{netns}", Situation.Inode(netns), open);
}
