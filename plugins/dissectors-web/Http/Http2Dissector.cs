using System.Globalization;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>HTTP/2 in clear text with prior knowledge: the first request and its answer.</summary>
/// <remarks>Source: RFC 9113, 3.3 and 3.4.</remarks>
public sealed class Http2Dissector() : FlowDissector("HTTP2", DissectorCarriers.Tcp, 80, 8080, 50051)
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        // The server may speak first (SETTINGS), but only the client's words prove it.
        bool fromClient = input.Payload.StartsWith(Preface);
        var client = fromClient ? input.Payload : input.Opposite;
        var server = fromClient ? input.Opposite : input.Payload;
        if (!client.StartsWith(Preface))
            return !input.Payload.IsEmpty && Preface.StartsWith(input.Payload) || input.Payload is [0, 0, _, 4, _, 0, 0, 0, 0, ..] ? Verdict.More : Verdict.NotMine;

        var facts = new MetadataBuilder();
        var request = Http2Frames.FirstFields(client[Preface.Length..], out bool isBroken);
        var response = Http2Frames.FirstFields(server, out bool isAnswerBroken);
        foreach (var (name, value) in request ?? [])
            if (KeyOf(name) is { } key)
                facts[key] = value;
        foreach (var (name, value) in response ?? [])
            if (name == ":status" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int status))
                facts["Status"] = status;
            else if (name == "content-type")
                facts["ContentType"] = value;
        fields.SetAll("HTTP2", facts.Build());
        return isBroken || isAnswerBroken || request is not null && response is not null ? Verdict.Done : Verdict.Confirmed;
    }

    private static string? KeyOf(string name) => name switch
    {
        ":authority" or "host" => "Host",
        ":path" => "Path",
        ":method" => "Method",
        "user-agent" => "UserAgent",
        _ => null,
    };
}
