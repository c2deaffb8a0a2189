using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>A protocol of lines in which the server greets.</summary>
/// <param name="application">Its name.</param>
/// <param name="ports">Where its servers listen.</param>
public abstract class LineDissector(string application, params IReadOnlyList<int> ports) : TextDissector(application, ports)
{
    private const int LongestGreeting = 512;

    private protected sealed override Verdict Recognise(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, in DissectorInput input, FlowFields fields)
    {
        var greeting = LineTalk.FirstLine(server);
        var first = LineTalk.FirstLine(client);
        if (!greeting.IsEmpty && Greets(greeting, OnPort(input)) || !first.IsEmpty && Commands(first, OnPort(input)) && (greeting.IsEmpty || MayGreet(greeting)))
        {
            if (!greeting.IsEmpty)
                fields.Set(Application, "Greeting", PayloadText.Of(greeting, 255));
            return Verdict.Confirmed;
        }
        if (!first.IsEmpty || server.Length > LongestGreeting && greeting.IsEmpty)
            return Verdict.NotMine;
        var start = greeting.IsEmpty ? server : greeting;
        bool mayStill = start.IsEmpty ? OnPort(input) && client.Length < LongestGreeting : MayGreet(start) || start.Length < 4 && OnPort(input);
        return mayStill ? Verdict.More : Verdict.NotMine;
    }

    /// <summary>Whether a server's first line says that it is this protocol.</summary>
    private protected abstract bool Greets(ReadOnlySpan<byte> line, bool onPort);

    /// <summary>Whether a server's first line could be.</summary>
    private protected abstract bool MayGreet(ReadOnlySpan<byte> line);

    /// <summary>Whether a client's first line says so.</summary>
    private protected abstract bool Commands(ReadOnlySpan<byte> line, bool onPort);
}
