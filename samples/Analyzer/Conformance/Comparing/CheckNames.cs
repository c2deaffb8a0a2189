namespace Steffi.Analyzer.Conformance;

/// <summary>Rows that several references share.</summary>
internal static class CheckNames
{
    public const string Frames = "frames", OriginalBytes = "original bytes", Flows = "flows: ends, packets, bytes", Packets = "flows: ends, packets",
        Sni = "SNI", Alpn = "ALPN", TlsVersion = "TLS version", Ja4 = "JA4", Application = "application";
}
