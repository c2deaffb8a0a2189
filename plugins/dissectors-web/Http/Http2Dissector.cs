using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>HTTP/2 in clear text with prior knowledge: requests and their answers, and the DNS that they carry.</summary>
/// <remarks>Source: RFC 9113, 3.3 and 3.4; RFC 8484.</remarks>
public sealed class Http2Dissector() : FlowDissector("HTTP2", DissectorCarriers.Tcp, 80, 8080, 50051)
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        // The server may speak first (SETTINGS), but only the client's words prove it.
        bool fromClient = input.Payload.StartsWith(Preface);
        var client = fromClient ? input.Payload : input.Opposite;
        if (!client.StartsWith(Preface))
            return !input.Payload.IsEmpty && Preface.StartsWith(input.Payload) || input.Payload is [0, 0, _, 4, _, 0, 0, 0, 0, ..] ? Verdict.More : Verdict.NotMine;
        if (input.State is not Http2Talk talk)
        {
            talk = new Http2Talk();
            talk.Client.At = Preface.Length;
            input.State = talk;
        }
        talk.Read(client, fromClient ? input.Opposite : input.Payload, input.Time, fields);
        return talk.IsOver ? Verdict.Done : Verdict.Confirmed;
    }
}
