using System.Net;

namespace Steffi.Analyzer.Conformance;

/// <summary>Ways to write the same fact, brought to one.</summary>
internal static class FieldNames
{
    /// <summary>"TLSv10", "TLS 1.0" and "TLSv1"; which draft of TLS 1.3 it was does not matter.</summary>
    public static string TlsVersion(string version)
    {
        version = version.Replace("TLS ", "TLSv", StringComparison.Ordinal);
        if (version.Contains("v13", StringComparison.Ordinal) || version.Contains("v1.3", StringComparison.Ordinal))
            return "TLSv1.3";
        return version switch
        {
            "TLSv10" or "TLSv1.0" => "TLSv1",
            "TLSv11" => "TLSv1.1",
            "TLSv12" => "TLSv1.2",
            "DTLSv10" => "DTLSv1.0",
            "DTLSv12" => "DTLSv1.2",
            _ => version,
        };
    }

    /// <summary>The host without its port.</summary>
    public static string Host(string host) => host.LastIndexOf(':') is > 0 and var colon && host[(colon + 1)..].All(char.IsAsciiDigit) ? host[..colon] : host;

    /// <summary>Software without the protocol's version before it.</summary>
    public static string SshSoftware(string banner) =>
        banner.StartsWith("SSH-", StringComparison.Ordinal) && banner.IndexOf('-', 4) is > 0 and var dash ? banner[(dash + 1)..].Split(' ')[0] : banner;

    /// <summary>The protocol's version of "SSH-2.0-software".</summary>
    public static string SshProtocol(string banner) => banner.Split('-') is ["SSH", var version, ..] ? version : banner;

    /// <summary>A SIP address without the parameters of its field, the dialogue's tag among them.</summary>
    public static string SipAddress(string address)
    {
        int end = address.IndexOf(';', Math.Max(address.LastIndexOf('>'), 0));
        return end < 0 ? address : address[..end];
    }

    /// <summary>A flow has the final status; Zeek's 0 stands for an answer without one.</summary>
    public static string? FinalStatus(string status) => status is "0" or ['1', ..] ? null : status;

    /// <summary>Zeek's words for the response codes that its captures have.</summary>
    public static string DnsCode(string code) => code switch
    {
        "NOERROR" => "No Error",
        "FORMERR" => "Format Error",
        "SERVFAIL" => "Server Failure",
        "NXDOMAIN" => "Non-Existent Domain",
        "NOTIMP" => "Not Implemented",
        "REFUSED" => "Query Refused",
        _ => code,
    };

    /// <summary>Addresses and names; what Zeek writes of other records has a form of its own.</summary>
    public static string? DnsAnswer(string answer) => IPAddress.TryParse(answer, out var address) ? address.ToString() : answer.AsSpan().IndexOfAny(' ', ':') >= 0 || !answer.Contains('.') ? null : answer;

    /// <summary>A number of 0 is left out of a flow.</summary>
    public static string? Set(string number) => number == "0" ? null : number;

    /// <summary>A flow has those that are set; Zeek writes T and F.</summary>
    public static string? Flag(string flag) => flag switch { "T" => "true", "F" or "false" => null, _ => flag };

    /// <summary>Zeek writes seconds with a fraction.</summary>
    public static string Seconds(string number) => number.Split('.')[0];

    /// <summary>Zeek's words for how a request was answered.</summary>
    public static string? RadiusCode(string result) => result switch { "success" => "Access-Accept", "failed" => "Access-Reject", "unknown" => null, _ => result };

    /// <summary>"1", "V-1" and "quicv2", "draft-29" and "Draft-29"; what a tool does not know is not compared.</summary>
    public static string? QuicVersion(string version) => version.StartsWith("unknown", StringComparison.OrdinalIgnoreCase) ? null
        : version.Replace("V-", "", StringComparison.Ordinal).Replace("quicv", "", StringComparison.Ordinal);

    /// <summary>The path of a URL, with or without scheme and host before it.</summary>
    public static string? UrlPath(string url)
    {
        int host = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0, path = url.IndexOf('/', host);
        return path < 0 ? null : url[path..];
    }

    /// <summary>A content type without its parameters; null where a tool printed bytes that are no text.</summary>
    public static string? MediaType(string type) => type.Contains('\uFFFD') ? null : type.Split(';')[0].Trim();

    public static string SnmpPdu(string pdu) => pdu.Replace('_', '-');

    public static string Text(string text) => text.TrimEnd('\0');

    public static string MqttVersion(string version) => version switch { "3" => "3.1", "4" => "3.1.1", _ => version };

    /// <summary>Types of DNS records by Zeek's older words.</summary>
    public static string DnsType(string type) => type switch { "*" => "ANY", _ => type.Replace("query-", "TYPE", StringComparison.Ordinal) };
}
