using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What hellos say, as fields of a flow: the same for TLS, DTLS and QUIC.</summary>
internal static class HelloFacts
{
    private const int MaxProtocols = 32;

    /// <summary>SNI, ALPN, JA4, and of QUIC the client's software where it says so.</summary>
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
        if (UserAgent(hello.QuicParameters) is { IsEmpty: false } agent)
            facts["UserAgent"] = PayloadText.Of(agent, 255);
        if (isWhole)
            facts["JA4"] = Ja4.Of(hello, carrier);
    }

    // RFC 9000, 18: number, length, value. Chrome's name of itself has a number of its own.
    private static ReadOnlySpan<byte> UserAgent(ReadOnlySpan<byte> parameters)
    {
        const long GoogleUserAgent = 0x3129;
        var reader = new PayloadReader(parameters);
        while (reader.Left > 0)
        {
            long number = LongHeader.ReadVariable(ref reader), length = LongHeader.ReadVariable(ref reader);
            var value = reader.Bytes((int)Math.Min(length, int.MaxValue));
            if (number == GoogleUserAgent)
                return value;
        }
        return default;
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
