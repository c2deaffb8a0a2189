namespace Steffi.Flows;

/// <summary>Numbers of the DNS registries as people write them.</summary>
/// <remarks>Source: IANA, Domain Name System parameters; the words for codes are gopacket's, as Skydive shows them.</remarks>
internal static class DnsNumbers
{
    public const ushort A = 1, NS = 2, CNAME = 5, SOA = 6, PTR = 12, HINFO = 13, MX = 15, TXT = 16, AAAA = 28, SRV = 33, DNAME = 39, OPT = 41, SPF = 99;
    public const ushort SIG = 24, NAPTR = 35, DS = 43, SSHFP = 44, RRSIG = 46, NSEC = 47, DNSKEY = 48, NSEC3PARAM = 51, TLSA = 52, SMIMEA = 53, CDS = 59, CDNSKEY = 60;
    public const ushort SVCB = 64, HTTPS = 65, URI = 256, CAA = 257;

    private static readonly Dictionary<ushort, string> types = new()
    {
        [A] = "A",
        [NS] = "NS",
        [3] = "MD",
        [4] = "MF",
        [CNAME] = "CNAME",
        [SOA] = "SOA",
        [7] = "MB",
        [8] = "MG",
        [9] = "MR",
        [10] = "NULL",
        [11] = "WKS",
        [PTR] = "PTR",
        [HINFO] = "HINFO",
        [14] = "MINFO",
        [MX] = "MX",
        [TXT] = "TXT",
        [17] = "RP",
        [18] = "AFSDB",
        [19] = "X25",
        [20] = "ISDN",
        [21] = "RT",
        [22] = "NSAP",
        [SIG] = "SIG",
        [25] = "KEY",
        [26] = "PX",
        [27] = "GPOS",
        [AAAA] = "AAAA",
        [29] = "LOC",
        [30] = "NXT",
        [31] = "EID",
        [32] = "NB",
        [SRV] = "SRV",
        [34] = "ATMA",
        [NAPTR] = "NAPTR",
        [36] = "KX",
        [37] = "CERT",
        [38] = "A6",
        [DNAME] = "DNAME",
        [40] = "SINK",
        [OPT] = "OPT",
        [42] = "APL",
        [DS] = "DS",
        [SSHFP] = "SSHFP",
        [45] = "IPSECKEY",
        [RRSIG] = "RRSIG",
        [NSEC] = "NSEC",
        [DNSKEY] = "DNSKEY",
        [49] = "DHCID",
        [50] = "NSEC3",
        [NSEC3PARAM] = "NSEC3PARAM",
        [TLSA] = "TLSA",
        [SMIMEA] = "SMIMEA",
        [55] = "HIP",
        [56] = "NINFO",
        [57] = "RKEY",
        [58] = "TALINK",
        [CDS] = "CDS",
        [CDNSKEY] = "CDNSKEY",
        [61] = "OPENPGPKEY",
        [62] = "CSYNC",
        [63] = "ZONEMD",
        [SVCB] = "SVCB",
        [HTTPS] = "HTTPS",
        [66] = "DSYNC",
        [SPF] = "SPF",
        [100] = "UINFO",
        [101] = "UID",
        [102] = "GID",
        [103] = "UNSPEC",
        [104] = "NID",
        [105] = "L32",
        [106] = "L64",
        [107] = "LP",
        [108] = "EUI48",
        [109] = "EUI64",
        [128] = "NXNAME",
        [249] = "TKEY",
        [250] = "TSIG",
        [251] = "IXFR",
        [252] = "AXFR",
        [253] = "MAILB",
        [254] = "MAILA",
        [255] = "ANY",
        [URI] = "URI",
        [CAA] = "CAA",
        [258] = "AVC",
        [259] = "DOA",
        [260] = "AMTRELAY",
        [261] = "RESINFO",
        [262] = "WALLET",
        [32768] = "TA",
        [32769] = "DLV",
    };

    /// <summary>RFC 3597 names what has no name.</summary>
    public static string Type(ushort type) => types.TryGetValue(type, out var name) ? name : $"TYPE{type}";

    public static bool IsKnownType(ushort type) => types.ContainsKey(type);

    public static string Class(ushort @class) => @class switch
    {
        1 => "IN",
        2 => "CS",
        3 => "CH",
        4 => "HS",
        254 => "NONE",
        255 => "ANY",
        _ => $"CLASS{@class}",
    };

    public static string OpCode(int code) => code switch
    {
        0 => "Query",
        1 => "Inverse Query",
        2 => "Status",
        4 => "Notify",
        5 => "Update",
        6 => "DNS Stateful Operations",
        _ => code.ToString(null as IFormatProvider),
    };

    public static string ResponseCode(int code) => code switch
    {
        0 => "No Error",
        1 => "Format Error",
        2 => "Server Failure",
        3 => "Non-Existent Domain",
        4 => "Not Implemented",
        5 => "Query Refused",
        6 => "Name Exists when it should not",
        7 => "RR Set Exists when it should not",
        8 => "RR Set that should exist does not",
        9 => "Server Not Authoritative for zone",
        10 => "Name not contained in zone",
        16 => "Bad OPT Version",
        23 => "Bad/missing Server Cookie",
        _ => code.ToString(null as IFormatProvider),
    };
}
