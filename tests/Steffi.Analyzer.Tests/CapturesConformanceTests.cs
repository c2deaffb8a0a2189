using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer.Tests;

/// What is seen in real captures against what other tools saw in them. docs/conformance.md says what the differences are.
public sealed partial class CapturesConformanceTests
{
    /// Percent that must be equal. A change for the better belongs in here, so that it stays.
    private static readonly Dictionary<string, double> Floors = new()
    {
        ["ja4 frames"] = 100,
        ["ja4 original bytes"] = 100,
        ["ja4 JA4"] = 100,
        ["ja4 SNI"] = 100,
        ["ndpi frames"] = 100,
        ["ndpi original bytes"] = 99,
        ["ndpi flows: ends, packets, bytes"] = 98.5,
        ["ndpi SNI"] = 100,
        ["ndpi ALPN"] = 99,
        ["ndpi JA4's hashes"] = 99,
        ["ndpi TLS version"] = 98,
        ["ndpi cipher, status, agent"] = 99,
        ["ndpi application"] = 98.5,
        ["suricata frames"] = 100,
        ["suricata original bytes"] = 100,
        ["suricata flows: ends, packets, bytes"] = 100,
        ["suricata application"] = 95,
        ["suricata TLS fields"] = 100,
        ["suricata DNS fields"] = 100,
        ["suricata HTTP fields"] = 100,
        ["suricata DHCP fields"] = 100,
        ["suricata QUIC fields"] = 100,
        ["suricata MQTT fields"] = 100,
        ["suricata SNMP fields"] = 100,
        ["suricata SSH fields"] = 100,
        ["tcpdump frames"] = 100,
        ["tcpdump original bytes"] = 98,
        ["tcpdump flows: ends, packets"] = 100,
        ["tcpdump flows: addresses of fragments"] = 100,
        ["tcpdump headers cut off or wrong"] = 99,
        ["zeek frames"] = 100,
        ["zeek original bytes"] = 100,
        ["zeek flows: ends, packets, bytes"] = 98.5,
        ["zeek DHCPv4 fields"] = 100,
        ["zeek DNS fields"] = 100,
        ["zeek SSL fields"] = 100,
        ["zeek HTTP fields"] = 100,
        ["zeek NTP fields"] = 100,
        ["zeek QUIC fields"] = 100,
        ["zeek RADIUS fields"] = 100,
        ["zeek SIP fields"] = 100,
        ["zeek SSH fields"] = 100,
    };

    [Fact]
    public async Task Every_corpus_is_seen_as_its_own_tools_see_it()
    {
        var folder = Path.GetDirectoryName(Repository.Shared("data/captures/index.tsv"))!;
        var finished = (await Cli.RunAsync("captures-conformance", folder)).Expect(0);
        var reached = Row().Matches(finished.Output).ToDictionary(row => $"{row.Groups[1].Value} {row.Groups[2].Value}", row => double.Parse(row.Groups[3].Value, CultureInfo.InvariantCulture));
        Assert.Equal(Floors.Keys.Order(), reached.Keys.Order());
        Assert.All(Floors, floor => Assert.True(reached[floor.Key] >= floor.Value, $"{floor.Key}: {reached[floor.Key]} % equal, {floor.Value} before\n{finished.Output}"));
        Assert.Matches(@"^\d+ captures, \d+ comparisons, \d+ equal, \d+ different: [\d.]+ %$", finished.Lines[^1]);
    }

    [GeneratedRegex(@"^  (\S+) +(\S.*?)   +\d+ +\d+ +([\d.]+)$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
