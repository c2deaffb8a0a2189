using System.CommandLine;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>How packets become flows, as options of a verb, under the flow model's names.</summary>
internal sealed class MeteringOptions
{
    private static readonly string[] Layers = ["DNS", "DHCPv4", "VRRP"];

    private readonly Option<bool> extraTcpMetric = new("--extra-tcp-metric") { Description = "Flows carry TCPMetric: when SYN, FIN and RST came, and their TTL." };
    private readonly Option<bool> reassembleTcp = new("--reassemble-tcp") { Description = "TCPMetric counts payload, gaps and disorder as well." };
    private readonly Option<bool> ipDefrag = new("--ip-defrag") { Description = "Fragments count as one packet of their flow; flows carry IPMetric." };
    private readonly Option<LayerKeyMode> keyMode = new("--layer-key-mode")
    {
        Description = "What tells flows apart: L2, link addresses as well (default), or L3.",
        HelpName = "L2|L3",
        CustomParser = result =>
        {
            if (Enum.TryParse<LayerKeyMode>(result.Tokens[0].Value, ignoreCase: true, out var mode) && Enum.IsDefined(mode))
                return mode;
            result.AddError($"'{result.Tokens[0].Value}' is no key mode: L2 or L3");
            return default;
        },
    };
    private readonly Option<string[]> extraLayers = new("--extra-layers")
    {
        Description = $"Header fields that flows carry, separated by commas: {string.Join(", ", Layers)}.",
        HelpName = "LAYERS",
        CustomParser = result =>
        {
            var asked = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
            foreach (var unknown in asked.Where(layer => !Layers.Contains(layer, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"'{unknown}' is no extra layer: one of {string.Join(", ", Layers)}");
            return [.. Layers.Where(layer => asked.Contains(layer, StringComparer.OrdinalIgnoreCase))];
        },
    };
    private readonly Option<int?> rawPacketLimit = new("--raw-packet-limit")
    {
        Description = "How many packets of a flow are kept as they are; -1 all. Default: 0; with --output pcap -1.",
        HelpName = "N",
    };

    public Option<bool> Classify { get; } = new("--classify") { Description = "Dissectors look into the payload: Application and fields like TLS, QUIC, HTTP, SSH." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[extraTcpMetric, reassembleTcp, ipDefrag, keyMode, extraLayers, rawPacketLimit, Classify])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(rawPacketLimit) < -1)
                result.AddError("--raw-packet-limit is a count, or -1 for all");
        });
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="rawPacketLimit">Where the option is not given.</param>
    public FlowTableOptions Read(ParseResult parsed, int rawPacketLimit = 0) => new()
    {
        ExtraTCPMetric = parsed.GetValue(extraTcpMetric),
        ReassembleTCP = parsed.GetValue(reassembleTcp),
        IPDefrag = parsed.GetValue(ipDefrag),
        LayerKeyMode = parsed.GetValue(keyMode),
        ExtraLayers = (parsed.GetValue(extraLayers) ?? []).ToHashSet(),
        RawPacketLimit = parsed.GetValue(this.rawPacketLimit) ?? rawPacketLimit,
        Classify = parsed.GetValue(Classify),
    };
}
