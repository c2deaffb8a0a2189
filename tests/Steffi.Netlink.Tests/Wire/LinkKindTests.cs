namespace Steffi.Netlink.Tests;

/// <summary>Kinds that the kernel of a test machine may lack, assembled as linux/if_link.h and the kernel's fill_info functions have them.</summary>
public class LinkKindTests
{
    [Fact]
    public void Vlan()
    {
        var metadata = Decoding.Metadata(Bytes.Kind("vlan", d => d.U16Network(5, 0x88a8).U16(1, 100), link: 2));
        Assert.Equal("vlan", metadata["Type"].ToString());
        Assert.Equal(100, metadata["VLAN"].AsInt());
        Assert.Equal("802.1ad", metadata["VLANProtocol"].ToString());
        Assert.Equal(2, metadata["ParentIndex"].AsInt());
    }

    [Fact]
    public void Bond_with_its_slaves()
    {
        var payload = Bytes.Kind("bond", d => d.U8(1, 4).U32(3, 100).U8(14, 1).Nest(8, t => t.IP(0, "10.0.0.1").IP(1, "10.0.0.2")).U32(2, 7)
            .U8(21, 1));
        DecodeError error = default;
        var metadata = LinkMapping.ToMetadata(new LinkFacts { Link = LinkMessage.Decode(payload, ref error)!, NetNS = 1, Ports = ["eth0", "eth1"] });
        Assert.Equal("802.3ad", metadata["BondMode"].ToString());
        Assert.Equal("802.3ad", metadata["Bond.Mode"].ToString());
        Assert.Equal("layer3+4", metadata["Bond.XmitHashPolicy"].ToString());
        Assert.Equal("fast", metadata["Bond.LACPRate"].ToString());
        Assert.Equal(7, metadata["Bond.ActiveSlave"].AsInt());
        Assert.Equal(["10.0.0.1", "10.0.0.2"], metadata["Bond.ArpIPTargets"].AsList().Select(a => a.ToString()));
        Assert.Equal(["eth0", "eth1"], metadata["BondSlaves"].AsList().Select(a => a.ToString()));
    }

    [Fact]
    public void Slave_of_a_bond()
    {
        var metadata = Decoding.Metadata(Bytes.Kind("", portKind: "bond",
            port: p => p.U8(1, 1).U8(2, 0).U32(3, 5).MAC(4, "02:00:00:00:00:01").U16(5, 0).U16(6, 3).U8(7, 61).U16(8, 63)));
        Assert.Equal("device", metadata["Type"].ToString());
        Assert.Equal("BACKUP", metadata["BondSlave.State"].ToString());
        Assert.Equal("UP", metadata["BondSlave.MiiStatus"].ToString());
        Assert.Equal(5, metadata["BondSlave.LinkFailureCount"].AsInt());
        Assert.Equal("02:00:00:00:00:01", metadata["BondSlave.PermMAC"].ToString());
        Assert.Equal(63, metadata["BondSlave.AdPartnerOperPortState"].AsInt());
    }

    [Theory]
    [InlineData("gre")]
    [InlineData("gretap")]
    [InlineData("erspan")]
    public void Gre(string kind)
    {
        var metadata = Decoding.Metadata(Bytes.Kind(kind, d => d.U32(1, 3).U16Network(2, 0x2000).U16Network(3, 0x2000).U32Network(4, 7).U32Network(5, 8)
            .IP(6, "192.0.2.1").IP(7, "192.0.2.2").U8(8, 64).U8(9, 0).U8(10, 1)));
        Assert.Equal(kind, metadata["Type"].ToString());
        Assert.Equal("192.0.2.1", metadata["Gre.Local"].ToString());
        Assert.Equal("192.0.2.2", metadata["Gre.Remote"].ToString());
        Assert.Equal(7, metadata["Gre.IKey"].AsInt());
        Assert.Equal(8, metadata["Gre.OKey"].AsInt());
        Assert.Equal(64, metadata["Gre.TTL"].AsInt());
        Assert.True(metadata["Gre.PMTUDisc"].AsBool());
        Assert.Equal(3, metadata["ParentIndex"].AsInt());
    }

    [Theory]
    [InlineData("ipip", 768, "ipip", "192.0.2.1")]
    [InlineData("sit", 776, "sit", "192.0.2.1")]
    [InlineData("ip6tnl", 769, "tunnel6", "2001:db8::1")]
    public void Ip_in_ip(string kind, int hardware, string encapsulation, string local)
    {
        byte[] address = System.Net.IPAddress.Parse(local).GetAddressBytes();
        var payload = Bytes.Link(9, (ushort)hardware).Text(3, "t0").U32(4, 1480).Attribute(1, address)
            .Nest(18, i => i.Text(1, kind).Nest(2, d => d.IP(2, local).U8(4, 32).U8(10, 0).U8(9, 4))).Done();
        var metadata = Decoding.Metadata(payload);
        Assert.Equal(encapsulation, metadata["EncapType"].ToString());
        Assert.Equal(local, metadata["IPTunnel.Local"].ToString());
        Assert.Equal(32, metadata["IPTunnel.TTL"].AsInt());
        Assert.False(metadata["IPTunnel.PMTUDisc"].AsBool());
    }

    [Fact]
    public void Geneve()
    {
        var metadata = Decoding.Metadata(Bytes.Kind("geneve", d => d.U32(1, 99).IP(7, "2001:db8::9").U16Network(5, 6081).U8(3, 0).U8(13, 1)));
        Assert.Equal(99, metadata["Geneve.VNI"].AsInt());
        Assert.Equal("2001:db8::9", metadata["Geneve.Remote"].ToString());
        Assert.Equal(6081, metadata["Geneve.Port"].AsInt());
        Assert.Equal("set", metadata["Geneve.DF"].ToString());
    }

    [Theory]
    [InlineData("2001:db8::5", "Remote")]
    [InlineData("ff02::5", "Group")]
    public void Vxlan_over_IPv6_tells_a_host_from_a_group(string address, string key)
    {
        var metadata = Decoding.Metadata(Bytes.Kind("vxlan", d => d.U32(1, 5).IP(16, address).IP(17, "::").U8(25, 0)));
        Assert.Equal(address, metadata["Vxlan"].AsMap()[key].ToString());
        Assert.False(metadata.TryGet("Vxlan.Local", out _));
    }

    [Theory]
    [InlineData(0, 0, "l2", "bridge")]
    [InlineData(1, 1, "l3", "private")]
    [InlineData(2, 2, "l3s", "vepa")]
    public void Ipvlan(int mode, int flags, string modeName, string flagName)
    {
        var metadata = Decoding.Metadata(Bytes.Kind("ipvlan", d => d.U16(1, mode).U16(2, flags), link: 4));
        Assert.Equal(modeName, metadata["Ipvlan.Mode"].ToString());
        Assert.Equal(flagName, metadata["Ipvlan.Flags"].ToString());
        Assert.Equal(4, metadata["ParentIndex"].AsInt());
    }

    [Fact]
    public void Vrf_and_its_port()
    {
        Assert.Equal(100, Decoding.Metadata(Bytes.Kind("vrf", d => d.U32(1, 100)))["Vrf.Table"].AsInt());
        Assert.Equal(100, Decoding.Metadata(Bytes.Kind("veth", portKind: "vrf", port: p => p.U32(1, 100)))["VrfPort.Table"].AsInt());
    }

    [Theory]
    [InlineData("team")]
    [InlineData("wireguard")]
    [InlineData("dummy")]
    [InlineData("netdevsim")]
    [InlineData("a_kind_of_tomorrow")]
    public void A_kind_without_attributes_is_its_type(string kind) =>
        Assert.Equal(kind, Decoding.Metadata(Bytes.Kind(kind, d => d.U32(1, 1).Raw(1, 2, 3, 4)))["Type"].ToString());

    [Fact]
    public void An_unknown_value_is_its_number() =>
        Assert.Equal("9", Decoding.Metadata(Bytes.Kind("bond", d => d.U8(1, 9)))["Bond.Mode"].ToString());

    [Fact]
    public void Every_rule_of_every_kind_has_one_attribute_number_once()
    {
        foreach (var kind in TunnelKinds.All.Concat(SwitchKinds.All).Concat(SwitchKinds.Ports).Concat(DeviceKinds.All))
            Assert.Equal(kind.Rules.Length, kind.Rules.Select(r => r.Attribute).Distinct().Count());
    }
}
