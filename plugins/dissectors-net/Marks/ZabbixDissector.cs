using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Zabbix agents and servers.</summary>
/// <remarks>Source: Zabbix, header and data length.</remarks>
public sealed class ZabbixDissector() : MarkDissector("Zabbix", DissectorCarriers.Tcp, 10050, 10051)
{
    private protected override Verdict Look(in DissectorInput input) =>
        Begins(input.Payload, "ZBXD\u0001"u8);
}
