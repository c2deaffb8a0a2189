using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>A protocol of text that may hand over to TLS on the way (STARTTLS and its like).</summary>
/// <param name="application">Its name.</param>
/// <param name="ports">Where its servers listen.</param>
public abstract class TextDissector(string application, params IReadOnlyList<int> ports) : FlowDissector(application, DissectorCarriers.Tcp, ports)
{
    /// <inheritdoc/>
    public sealed override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool fromClient = IsFromClient(input);
        if (!input.IsConfirmed)
        {
            var verdict = Recognise(fromClient ? input.Payload : input.Opposite, fromClient ? input.Opposite : input.Payload, input, fields);
            if (verdict != Verdict.Confirmed)
                return verdict == Verdict.More && input.IsTruncated ? Verdict.NotMine : verdict;
        }
        if (!TryFindTls(input.Payload, out int inner))
            return Verdict.Confirmed;
        // The other side's TLS begins behind what it said so far, or has begun.
        input.InnerPayload = inner;
        input.InnerOpposite = TryFindTls(input.Opposite, out int opposite) ? opposite : input.Opposite.Length;
        return Verdict.Carries;
    }

    /// <returns>Confirmed, More or NotMine.</returns>
    private protected abstract Verdict Recognise(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, in DissectorInput input, FlowFields fields);

    // The server often speaks first: a capture that begins there has its ends turned round, and the port tells.
    private bool IsFromClient(in DissectorInput input) =>
        Ports.Contains(input.DestinationPort) != Ports.Contains(input.SourcePort) ? Ports.Contains(input.DestinationPort) : input.FromClient;

    /// <summary>A record with a hello where a line or a tag has ended: what no text holds.</summary>
    private static bool TryFindTls(ReadOnlySpan<byte> stream, out int start)
    {
        start = stream.IndexOf((ReadOnlySpan<byte>)[0x16, 0x03]);
        return start > 0 && stream[start - 1] is (byte)'\n' or (byte)'>' && stream[start..] is [_, _, <= 4, <= 0x44, _, 1 or 2, ..];
    }
}
