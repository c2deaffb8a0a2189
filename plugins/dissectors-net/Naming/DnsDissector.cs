using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DNS over UDP and TCP.</summary>
public sealed class DnsDissector() : NamingDissector("DNS", DissectorCarriers.Tcp | DissectorCarriers.Udp, 53);
