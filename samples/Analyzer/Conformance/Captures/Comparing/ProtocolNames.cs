using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>What other tools call the protocols that Steffi names.</summary>
internal static class ProtocolNames
{
    /// <summary>
    /// Beside Steffi's own word. nDPI names many flows by the service rather than by the protocol that it speaks; Zeek and Suricata have short names.
    /// </summary>
    private static readonly Dictionary<string, string[]> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BitTorrent"] = ["bittorrent-dht"],
        ["DCERPC"] = ["RPC", "DCE_RPC"],
        ["DHCPv4"] = ["DHCP"],
        ["DNS"] = ["AVASTSecureDNS", "DoH_DoT"],
        ["DNP3"] = ["dnp3_tcp", "dnp3_udp"],
        ["DTLS"] = ["SSL"],
        ["FTP"] = ["FTP_CONTROL", "FTPS"],
        ["GIOP"] = ["Corba"],
        ["GTP"] = ["GTP_U", "GTP_C", "GTP_PRIME", "gtpv1"],
        ["HTTP"] = ["HTTP_Connect", "HTTP_Proxy", "SOAP", "WebSocket", "HAProxy", "SOCKS", "IPP"],
        ["HTTP2"] = ["doh2"],
        ["IEC104"] = ["IEC60870"],
        ["IKE"] = ["IPSec"],
        ["IMAP"] = ["IMAPS"],
        ["IPFIX"] = ["NetFlow"],
        ["Kerberos"] = ["krb5", "krb", "krb_tcp"],
        ["LDAP"] = ["LDAPS", "ldap_tcp", "ldap_udp"],
        ["LLMNR"] = ["DNS"],
        ["MDNS"] = ["DNS"],
        // Zeek reads its name service as DNS.
        ["NetBIOS"] = ["DNS"],
        ["POP3"] = ["POPS"],
        ["PostgreSQL"] = ["pgsql"],
        ["PROXY"] = ["HAProxy"],
        ["Redis"] = ["RESP"],
        ["RMCP"] = ["IPMI"],
        ["RTP"] = ["SRTP"],
        ["SLP"] = ["Service_Location_Protocol"],
        ["SMB"] = ["SMBv1", "SMBv23", "gssapi", "ntlm"],
        ["SMTP"] = ["SMTPS"],
        // Whatever hands over to it, too.
        ["TLS"] =
        [
            "SSL", "IMAPS", "POPS", "SMTPS", "FTPS", "LDAPS", "ApplePush", "HTTP_Connect", "HTTP_Proxy", "SOCKS", "RDP", "MySQL", "PostgreSQL", "DoH_DoT",
            "IMAP", "POP3", "SMTP", "FTP_CONTROL", "FTP", "LDAP", "Jabber", "XMPP", "IRC",
        ],
        ["VNC"] = ["rfb"],
        ["XMPP"] = ["Jabber"],
    };

    /// <summary>Compares what dissectors confirmed on flows with the names that another tool gives them; where one side claims nothing there is nothing to compare.</summary>
    public static void CompareApplication(this CaptureChecks checks, object subject, IReadOnlyList<Flow> flows, IReadOnlyList<string> theirs)
    {
        var claimed = flows.Where(flow => flow.ApplicationBy == "dissector").Select(flow => flow.Application).Distinct().ToList();
        if (claimed.Count == 0 || theirs.Count == 0)
            return;
        var ours = string.Join(" | ", claimed);
        checks.Compare(CheckNames.Application, subject, ours, claimed.Exists(protocol => MayBe(protocol, theirs)) ? ours : string.Join('.', theirs));
    }

    private static bool MayBe(string protocol, IReadOnlyList<string> theirs) =>
        theirs.Any(name => name.Equals(protocol, StringComparison.OrdinalIgnoreCase) || Others.GetValueOrDefault(protocol, []).Contains(name, StringComparer.OrdinalIgnoreCase));
}
