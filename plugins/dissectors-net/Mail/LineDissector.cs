using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>A protocol of lines in which the server greets and the client may ask for TLS.</summary>
/// <param name="application">Its name.</param>
/// <param name="ports">Where its servers listen.</param>
public abstract class LineDissector(string application, params IReadOnlyList<int> ports) : FlowDissector(application, DissectorCarriers.Tcp, ports)
{
    private const int LongestGreeting = 512;

    /// <inheritdoc/>
    public sealed override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool fromClient = IsFromClient(input);
        var client = fromClient ? input.Payload : input.Opposite;
        var server = fromClient ? input.Opposite : input.Payload;
        if (input.State is null)
        {
            var greeting = LineTalk.FirstLine(server);
            var first = LineTalk.FirstLine(client);
            bool isClear = !greeting.IsEmpty && Greets(greeting, onPort: OnPort(input)) || !first.IsEmpty && Commands(first) && (greeting.IsEmpty || MayGreet(greeting));
            if (!isClear)
                return MayStill(client, server, input) ? Verdict.More : Verdict.NotMine;
            input.State = this;
            if (!greeting.IsEmpty)
                fields.Set(Application, "Greeting", PayloadText.Of(greeting, 255));
        }
        // The client waits for the answer, and TLS begins behind it: both sides have said nothing more at this moment.
        if (fromClient || !AsksForTls(LineTalk.LastLine(client)) || !AgreesToTls(LineTalk.LastLine(server)))
            return Verdict.Confirmed;
        (input.InnerPayload, input.InnerOpposite) = (server.Length, client.Length);
        return Verdict.Carries;
    }

    /// <summary>Whether a server's first line says that it is this protocol.</summary>
    private protected abstract bool Greets(ReadOnlySpan<byte> line, bool onPort);

    /// <summary>Whether a server's first line could be.</summary>
    private protected abstract bool MayGreet(ReadOnlySpan<byte> line);

    /// <summary>Whether a client's first line says so.</summary>
    private protected abstract bool Commands(ReadOnlySpan<byte> line);

    private protected abstract bool AsksForTls(ReadOnlySpan<byte> line);

    private protected abstract bool AgreesToTls(ReadOnlySpan<byte> line);

    private bool OnPort(in DissectorInput input) => Ports.Contains(input.SourcePort) || Ports.Contains(input.DestinationPort);

    // The server speaks first here: a capture that begins there has its ends turned round, and the port tells.
    private bool IsFromClient(in DissectorInput input) =>
        Ports.Contains(input.DestinationPort) != Ports.Contains(input.SourcePort) ? Ports.Contains(input.DestinationPort) : input.FromClient;

    private bool MayStill(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, in DissectorInput input)
    {
        if (input.IsTruncated || server.Length > LongestGreeting && LineTalk.FirstLine(server).IsEmpty)
            return false;
        var greeting = LineTalk.FirstLine(server);
        var start = greeting.IsEmpty ? server : greeting;
        return (start.IsEmpty ? OnPort(input) && client.Length < LongestGreeting : MayGreet(start) || start.Length < 4 && OnPort(input)) && LineTalk.FirstLine(client).IsEmpty;
    }
}
