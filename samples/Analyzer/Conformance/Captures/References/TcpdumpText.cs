using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer.Conformance;

/// <summary>What tcpdump -n printed: which ends talked how often, and which headers it called cut off or wrong.</summary>
internal sealed partial class TcpdumpText
{
    private readonly Dictionary<FlowEnds, EndsTotals> packets = [];

    /// <summary>Packets each way by ends, over a protocol that the text does not always name.</summary>
    public IReadOnlyDictionary<FlowEnds, EndsTotals> Packets => packets;

    /// <summary>Frames that were printed.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames with a link, network, transport or tunnel header that ends early.</summary>
    public int Truncated { get; private set; }

    /// <summary>Frames with such a header that contradicts itself.</summary>
    public int Invalid { get; private set; }

    public static TcpdumpText Parse(string text)
    {
        var result = new TcpdumpText();
        bool numbered = false;
        foreach (var line in text.Split('\n'))
        {
            // With -v the ends stand on a line of their own, directly below; anything deeper is quoted by an ICMP error.
            bool first = FirstLine().IsMatch(line);
            if (first || (numbered && line.StartsWith("    ", StringComparison.Ordinal)))
                result.Count(line);
            if (CutOff().IsMatch(line))
                result.Truncated++;
            else if (Wrong().IsMatch(line))
                result.Invalid++;
            numbered = first;
            result.Frames += first ? 1 : 0;
        }
        return result;
    }

    private void Count(string line)
    {
        // PGM has ports as well.
        foreach (Match match in Conversation().Matches(line).Where(match => !line.AsSpan(match.Index + match.Length).StartsWith("PGM", StringComparison.Ordinal)))
        {
            var ends = FlowEnds.Of("", match.Groups["a"].Value, Port(match, "pa"), match.Groups["b"].Value, Port(match, "pb"), out bool swapped);
            packets[ends] = packets.GetValueOrDefault(ends) + EndsTotals.Of(swapped, 1, 0, 0, 0);
        }
    }

    private static int Port(Match match, string group) => int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out int port) ? port : -1;

    [GeneratedRegex(@"^ +\d+  ")]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"(?<=^|\s)(?<a>(\d+\.){3}\d+|[0-9a-f]*:[0-9a-f:.]*?)\.(?<pa>\d+) > (?<b>(\d+\.){3}\d+|[0-9a-f]*:[0-9a-f:.]*?)\.(?<pb>\d+): ")]
    private static partial Regex Conversation();

    // A reset's text is payload, whoever prints it.
    [GeneratedRegex(@"^(?!.*(\[RST|Flags \[[^\]]*R.*length [1-9])).*\[\|(ether|ip|ip6|rt6|frag6|ah|tcp|udp|icmp|icmp6|igmp|pimv1|arp|gre|erspan|vxlan|geneve|mpls|sctp|llc|stp|vlan|sll|null|raw|fr|slip|802\.11_radio(_avs)?|prism|ppi|pflog|enc|ipnet|cip|fddi|token-ring|ip-over-fc|ipoib|dsa|brcm-tag)\]|truncated-ip|Invalid header: caplen==0")]
    private static partial Regex CutOff();

    [GeneratedRegex(@"bad-hlen|bad-len|\[bad hdr length|(IP6?( \(0x[0-9a-f]+\), length \d+:)?|HBH|RT6)\s+\[[^\]]+\] \(invalid\)|options \([^)]*\[bad length|Q\.922, invalid address|Invalid direction")]
    private static partial Regex Wrong();
}
