namespace Steffi.Netlink.Tests;

public class LinkMessageTests
{
    [Fact]
    public void Lo_is_a_device()
    {
        var metadata = Decoding.Metadata(Recorded.Payload("links", "lo"));
        Assert.Equal("lo", metadata["Name"].ToString());
        Assert.Equal("device", metadata["Type"].ToString());
        Assert.Equal("loopback", metadata["EncapType"].ToString());
        Assert.Equal(65536, metadata["MTU"].AsInt());
        Assert.Equal(["UP", "LOOPBACK", "RUNNING", "LOWER_UP"], metadata["LinkFlags"].AsList().Select(f => f.ToString()));
        Assert.False(metadata.TryGet("PeerIndex", out _));
        Assert.False(metadata.TryGet("LinkNetNS", out _));
    }

    [Fact]
    public void A_veth_names_its_peer()
    {
        var metadata = Decoding.Metadata(Recorded.Payload("links", "eth0"), netns: 77);
        Assert.Equal("veth", metadata["Type"].ToString());
        Assert.Equal(3, metadata["IfIndex"].AsInt());
        Assert.Equal(2, metadata["PeerIndex"].AsInt());
        Assert.Equal(77, metadata["NetNS"].AsInt());
        Assert.Equal(77, metadata["LinkNetNS"].AsInt());
        Assert.False(metadata.TryGet("ParentIndex", out _));
    }

    [Fact]
    public void A_bridge_and_its_port()
    {
        var bridge = Decoding.Metadata(Recorded.Payload("links", "br0"));
        Assert.Equal(32768, bridge["Bridge.Priority"].AsInt());
        Assert.Matches("^8000\\.([0-9a-f]{2}:){5}[0-9a-f]{2}$", bridge["Bridge.BridgeID"].ToString());
        var port = Decoding.Metadata(Recorded.Payload("links", "p0"));
        Assert.Equal(4, port["MasterIndex"].AsInt());
        Assert.Equal("disabled", port["BridgePort.State"].ToString());
        Assert.True(port["BridgePort.Learning"].AsBool());
    }

    [Fact]
    public void A_bridge_that_filters_vlans()
    {
        var bridge = Decoding.Metadata(Bytes.Kind("bridge", d => d.U8(7, 1).U16Network(8, 0x8100).U16(39, 1)));
        Assert.True(bridge["Bridge.VLANFiltering"].AsBool());
        Assert.Equal("802.1Q", bridge["Bridge.VLANProtocol"].ToString());
        Assert.Equal(1, bridge["Bridge.VLANDefaultPVID"].AsInt());
    }

    [Fact]
    public void A_vxlan_with_its_group_and_parent()
    {
        var metadata = Decoding.Metadata(Recorded.Payload("links", "vx0"));
        Assert.Equal(42, metadata["Vxlan.VNI"].AsInt());
        Assert.Equal("239.1.1.1", metadata["Vxlan.Group"].ToString());
        Assert.Equal("10.1.0.1", metadata["Vxlan.Local"].ToString());
        Assert.Equal(4789, metadata["Vxlan.Port"].AsInt());
        Assert.Equal("0-0", metadata["Vxlan.PortRange"].ToString());
        Assert.False(metadata["Vxlan.Learning"].AsBool());
        // The kernel says it in the kind's own attributes only.
        Assert.Equal(3, metadata["ParentIndex"].AsInt());
    }

    [Theory]
    [InlineData("mv0", "macvlan", "bridge")]
    [InlineData("mt0", "macvtap", "private")]
    public void Macvlan_and_macvtap(string name, string type, string mode)
    {
        var metadata = Decoding.Metadata(Recorded.Payload("links", name));
        Assert.Equal(type, metadata["Type"].ToString());
        Assert.Equal(mode, metadata["Macvlan.Mode"].ToString());
        Assert.Equal(3, metadata["ParentIndex"].AsInt());
    }

    [Fact]
    public void A_tap_with_its_owner()
    {
        var metadata = Decoding.Metadata(Recorded.Payload("links", "tap0"));
        Assert.Equal("tuntap", metadata["Type"].ToString());
        Assert.Equal("tap", metadata["TunTap.Mode"].ToString());
        Assert.Equal(1234, metadata["TunTap.Owner"].AsInt());
        Assert.Equal(4321, metadata["TunTap.Group"].AsInt());
    }

    [Fact]
    public void Another_namespace_is_told_by_number_and_inode()
    {
        var payload = Bytes.Link(5).Text(3, "va").U32(5, 5).U32(37, 3).Nest(18, i => i.Text(1, "veth")).Done();
        var metadata = Decoding.Metadata(payload, netns: 10, linkNetNS: 20);
        Assert.Equal(3, metadata["LinkNetNSID"].AsInt());
        Assert.Equal(20, metadata["LinkNetNS"].AsInt());
        // The same index, but of the other namespace.
        Assert.Equal(5, metadata["PeerIndex"].AsInt());
    }

    [Fact]
    public void Bridge_vlans_are_single_and_ranges()
    {
        var payload = Bytes.Link(6, family: AddressFamilies.Bridge).Text(3, "p0").U32(10, 4)
            .Nest(26, af => af.Attribute(2, 6, 0, 1, 0).Attribute(2, 8, 0, 10, 0).Attribute(2, 16, 0, 12, 0)).Done();
        DecodeError error = default;
        var link = LinkMessage.Decode(payload, ref error)!;
        Assert.Equal([new BridgeVlan(1, 1, true, true), new BridgeVlan(10, 12, false, false)], link.BridgeVlans);
        var metadata = LinkMapping.ToMetadata(new LinkFacts { Link = link, NetNS = 1, BridgeVlans = link.BridgeVlans });
        Assert.Equal([1L, 10, 11, 12], metadata["BridgeVLANs"].AsList().Select(v => v.AsMap()["VLAN"].AsInt()));
    }

    [Fact]
    public void A_short_header_is_an_error()
    {
        DecodeError error = default;
        Assert.Null(LinkMessage.Decode(new byte[15], ref error));
        Assert.Equal(DecodeFault.HeaderTooShort, error.Fault);
    }
}
