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
        ["ndpi cipher, HTTP's fields, QUIC's version"] = 99,
        ["ndpi names of hosts"] = 98,
        ["ndpi VLAN"] = 100,
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
        ["zeek application"] = 100,
        ["zeek finish"] = 93,
        ["zeek tunnels"] = 95,
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

    /// An index may be of other tools, and references may be missing or written otherwise: what cannot be read is named, all else is compared.
    [Fact]
    public async Task What_cannot_be_read_is_named_and_the_rest_is_compared()
    {
        using var folder = new TemporaryFolder();
        string Folder(string corpus) => Directory.CreateDirectory(Path.Combine(folder.Path, corpus)).FullName;
        var whole = Repository.Shared("data/captures/zeek/snap-tcp.pcap");
        var log = File.ReadAllLines(whole + ".zeek.http.log").First(line => line.Length > 0 && line[0] != '#').Split('\t');
        foreach (var name in new[] { "zeek/json.pcap", "zeek/short.pcap", "zeek/none.pcap", "suricata/broken.pcap", "ndpi/empty.pcap", "tcpdump/missing.pcap", "ja4/other.pcap", "newtool/x.pcap" })
            File.Copy(whole, Path.Combine(Folder(name.Split('/')[0]), name.Split('/')[1]));
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);
        Write("zeek/json.pcap.zeek.http.log", $$"""{"id.orig_h":"{{log[2]}}","id.orig_p":{{log[3]}},"id.resp_h":"{{log[4]}}","id.resp_p":{{log[5]}},"method":"{{log[7]}}","status_code":200}""" + "\n");
        Write("zeek/short.pcap.zeek.http.log", "#fields\ta\tb\n1\n");
        Write("suricata/broken.pcap.suricata.yaml", "checks: [ {");
        Write("ndpi/empty.pcap.ndpi.out", "");
        Write("ja4/other.pcap.ja4.json", "{}");
        Write("ja4/other.pcap.ja4.snap", "- ja4: t13d\n");
        // The columns in another order, one more, and one less.
        Write("index.tsv", "capture\tcorpus\tframes\toriginal_bytes\tmade_by\tnew\treferences\n"
            + "json.pcap\tzeek\t3\t1\tzeek\t\tzeek.http.log\n" + "short.pcap\tzeek\t3\t1\tzeek\t\tzeek.http.log\r\n" + "none.pcap\tzeek\t3\t1\n"
            + "broken.pcap\tsuricata\t3\t1\t\t\tsuricata.yaml\n" + "empty.pcap\tndpi\t3\t1\t\t\tndpi.out\n" + "missing.pcap\ttcpdump\t3\t1\tx\t\ttcpdump.x.out\n"
            + "gone.pcap\tzeek\t3\t1\t\t\tzeek.conn.log\n" + "other.pcap\tja4\t3\t1\t\t\tja4.json ja4.snap\n" + "x.pcap\tnewtool\t3\t1\t\t\tx\n" + "odd line\n\n");
        var finished = (await Cli.RunAsync("captures-conformance", folder.Path)).Expect(1);
        foreach (var named in new[] { "zeek/short.pcap.zeek.http.log: line 2: 1 cells", "suricata/broken.pcap.suricata.yaml: ", "tcpdump/missing.pcap.tcpdump.x.out: ", "zeek/gone.pcap: ",
            "ja4/other.pcap.ja4.json: ", "ja4/other.pcap.ja4.snap: ", "newtool/x.pcap: ", "index.tsv, line 11: ", "8 captures, references or lines" })
            Assert.Contains(named, finished.Error, StringComparison.Ordinal);
        Assert.Matches(@"zeek +HTTP fields +2 +2 +100\.0", finished.Output);
        Assert.StartsWith("9 captures, ", finished.Lines[^1], StringComparison.Ordinal);

        Write("index.tsv", "corpus\tcapture\n");
        finished = (await Cli.RunAsync("captures-conformance", folder.Path)).Expect(2);
        Assert.Contains("index.tsv: its first line has no column 'frames'", finished.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^  (\S+) +(\S.*?)   +\d+ +\d+ +([\d.]+)$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
