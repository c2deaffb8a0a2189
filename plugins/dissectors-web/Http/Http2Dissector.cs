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
        if (input.State is not Http2Talk talk)
        {
            // The server may speak first (SETTINGS), but only the client's words prove it.
            bool isFirst = input.Payload.StartsWith(Preface);
            if (!isFirst && !input.Opposite.StartsWith(Preface))
                return !input.Payload.IsEmpty && Preface.StartsWith(input.Payload) || input.Payload is [0, 0, _, 4, _, 0, 0, 0, 0, ..] ? Verdict.More : Verdict.NotMine;
            talk = new Http2Talk { FromClient = input.FromClient == isFirst };
            talk.Client.At = Preface.Length;
            input.State = talk;
        }
        bool asks = input.FromClient == talk.FromClient;
        if (input.Skipped > 0)
            (asks ? talk.Client : talk.Server).Skip(input.Skipped);
        talk.Read(asks ? input.Payload : input.Opposite, asks ? input.Opposite : input.Payload, input.Time, fields);
        input.Taken = (asks ? talk.Client : talk.Server).Take(input.Payload.Length);
        input.TakenOpposite = (asks ? talk.Server : talk.Client).Take(input.Opposite.Length);
        return talk.IsOver ? Verdict.Done : Verdict.Confirmed;
    }
}
