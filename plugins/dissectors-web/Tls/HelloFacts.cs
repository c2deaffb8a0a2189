using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What hellos say, as fields of a flow: the same for TLS, DTLS and QUIC.</summary>
internal static class HelloFacts
{
    private const int MaxProtocols = 32;

    /// <summary>SNI, ALPN and JA4.</summary>
    /// <param name="facts">Gets the keys.</param>
    /// <param name="hello">What there is of it.</param>
    /// <param name="carrier">As of <see cref="Ja4.Of"/>.</param>
    /// <param name="isWhole">False when it was cut: it has no fingerprint then.</param>
    public static void Write(MetadataBuilder facts, in ClientHello hello, char carrier, bool isWhole = true)
    {
        if (hello.ServerName is { IsEmpty: false } name)
            facts["SNI"] = PayloadText.Of(name, 255);
        if (Protocols(hello.Protocols) is { Length: > 0 } protocols)
            facts["ALPN"] = protocols;
        if (isWhole)
            facts["JA4"] = Ja4.Of(hello, carrier);
    }

    private static string[] Protocols(ReadOnlySpan<byte> list)
    {
        var names = new List<string>();
        var reader = new PayloadReader(list);
        while (reader.Left > 0 && names.Count < MaxProtocols && reader.Bytes(reader.Byte()) is { IsEmpty: false } name)
            names.Add(PayloadText.Of(name));
        return [.. names];
    }
}
