namespace Steffi.Analyzer.Conformance;

/// <summary>Rows that several references share.</summary>
internal static class CheckNames
{
    public const string Frames = "frames", OriginalBytes = "original bytes", Flows = "flows: ends, packets, bytes", Packets = "flows: ends, packets",
        Sni = "SNI", Alpn = "ALPN", TlsVersion = "TLS version", Ja4 = "JA4", Application = "application";
}

/// <summary>Where a flow has what DNS asked.</summary>
internal static class DnsPaths
{
    public static readonly string[] Name = [.. Of("name")], Type = [.. Of("type")];

    public static readonly string[] Answer = [.. ((string[])["IP", "c_name", "NS", "PTR", "MX.name", "SOA.m_name"]).Select(field => $"DNS.answers.{field}")];

    // A flow of multicast DNS may hold answers only.
    private static IEnumerable<string> Of(string field) =>
        ((string[])["DNS", "MDNS", "LLMNR"]).SelectMany(protocol => new[] { $"{protocol}.questions.{field}", $"{protocol}.answers.{field}" });
}
