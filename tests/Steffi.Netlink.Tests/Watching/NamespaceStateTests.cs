namespace Steffi.Netlink.Tests;

public class NamespaceStateTests
{
    private readonly NamespaceState _state = new(7);

    [Fact]
    public void A_link_and_its_address()
    {
        Apply(MessageType.NewLink, Recorded.Payload("links", "eth0"));
        foreach (var (_, bytes) in Recorded.All("addresses"))
            Apply(MessageType.NewAddress, bytes.AsSpan(MessageReader.HeaderLength));
        var link = Assert.Single(_state.Changed);
        var metadata = LinkMapping.ToMetadata(link.Facts(7, 7, [], now: 0));
        Assert.Equal(["10.1.0.1/24", "10.1.0.2/24"], metadata["IPV4"].AsList().Select(a => a.ToString()));
    }

    [Fact]
    public void A_port_that_leaves_its_bridge_is_no_deleted_link()
    {
        Apply(MessageType.NewLink, Recorded.Payload("links", "p0"));
        Apply(MessageType.DelLink, Recorded.Payload("bridge_links", "p0"));
        Assert.Single(_state.Links);
        Apply(MessageType.DelLink, Recorded.Payload("links", "p0"));
        Assert.Empty(_state.Links);
    }

    [Fact]
    public void A_bridge_message_of_an_unknown_port_makes_no_link()
    {
        Apply(MessageType.NewLink, Recorded.Payload("bridge_links", "p0"));
        Assert.Empty(_state.Links);
    }

    [Fact]
    public void A_wireless_event_says_nothing_of_the_link()
    {
        Apply(MessageType.NewLink, Link("wlan0", 5));
        Apply(MessageType.NewLink, Bytes.Link(5).Text(3, "wlan0").Attribute(LinkAttribute.Wireless, 1, 2, 3, 4).Done());
        Assert.Equal("02:00:00:00:00:05", _state.Links[5].Message.MAC);
    }

    [Fact]
    public void What_a_dump_does_not_name_is_gone()
    {
        Apply(MessageType.NewLink, Link("a", 1));
        Apply(MessageType.NewLink, Link("b", 2));
        Written();
        _state.BeginDump(DumpKind.Links);
        Apply(MessageType.NewLink, Link("b", 2), isDump: true);
        _state.EndDump();
        Assert.Equal([1], _state.TakeChanges().Removed);
        Assert.Equal([2], _state.Links.Keys);
    }

    [Fact]
    public void What_a_notification_names_during_a_dump_stays()
    {
        _state.BeginDump(DumpKind.Links);
        Apply(MessageType.NewLink, Link("a", 1), isDump: true);
        Apply(MessageType.NewLink, Link("late", 9));
        Apply(MessageType.DelLink, Link("a", 1));
        _state.EndDump();
        Assert.Equal([9], _state.Links.Keys);
    }

    [Fact]
    public void An_interrupted_dump_concludes_nothing()
    {
        Apply(MessageType.NewLink, Link("a", 1));
        _state.BeginDump(DumpKind.Links);
        _state.AbandonDump();
        _state.EndDump();
        Assert.Single(_state.Links);
    }

    [Fact]
    public void A_reused_index_is_another_life()
    {
        Apply(MessageType.NewLink, Link("a", 1));
        Written();
        Apply(MessageType.DelLink, Link("a", 1));
        Apply(MessageType.NewLink, Link("b", 1));
        var (removed, changed) = _state.TakeChanges();
        Assert.Equal([1], removed);
        Assert.False(Assert.Single(changed).IsWritten);
    }

    [Fact]
    public void After_lost_messages_a_link_of_another_kind_is_another_life()
    {
        Apply(MessageType.NewLink, Link("a", 1));
        Written();
        Apply(MessageType.NewLink, Bytes.Link(1).Text(3, "a").Nest(18, i => i.Text(1, "bridge")).Done());
        Assert.Equal([1], _state.TakeChanges().Removed);
    }

    [Fact]
    public void One_that_came_and_went_between_two_writes_is_not_written()
    {
        Apply(MessageType.NewLink, Link("a", 1));
        Apply(MessageType.DelLink, Link("a", 1));
        Assert.False(_state.HasChanges);
    }

    [Fact]
    public void Carrier_and_addresses_make_routes_stale()
    {
        Apply(MessageType.NewLink, Recorded.Payload("links", "eth0"));
        Assert.False(_state.AreRoutesStale);
        var down = Recorded.Payload("links", "eth0").ToArray();
        down[8] &= 0xfe;
        Apply(MessageType.NewLink, down);
        Assert.True(_state.AreRoutesStale);
    }

    [Fact]
    public void Routes_stand_on_the_interfaces_that_they_use()
    {
        foreach (string link in (string[])["lo", "eth0", "eth1"])
            Apply(MessageType.NewLink, Recorded.Payload("links", link));
        Written();
        _state.BeginDump(DumpKind.Routes);
        foreach (var (_, bytes) in Recorded.All("routes"))
            Apply(MessageType.NewRoute, bytes.AsSpan(MessageReader.HeaderLength), isDump: true);
        _state.EndDump();
        var eth0 = Tables("eth0");
        Assert.Equal(["0.0.0.0/0", "10.1.0.0/24", "192.0.2.0/24", "2001:db8::/64", "fe80::/64"], eth0.AsList().Single().AsMap()["Routes"].AsList().Select(r => r.AsMap()["Prefix"].ToString()));
        Assert.Equal("198.51.100.0/24", Assert.Single(Tables("lo").AsList().Single().AsMap()["Routes"].AsList()).AsMap()["Prefix"].ToString());
        _state.TakeChanges();
        _state.BeginDump(DumpKind.Routes);
        foreach (var (_, bytes) in Recorded.All("routes").Reverse())
            Apply(MessageType.NewRoute, bytes.AsSpan(MessageReader.HeaderLength), isDump: true);
        _state.EndDump();
        Assert.False(_state.HasChanges);

        MetadataValue Tables(string name) => _state.Links.Values.Single(l => l.Message.Name == name).Facts(7, 7, [], now: 0).RoutingTables;
    }

    [Fact]
    public void A_child_is_read_again_when_its_parent_goes()
    {
        Apply(MessageType.NewLink, Link("eth0", 3));
        Apply(MessageType.NewLink, Bytes.Link(4).Text(3, "eth0.5").U32(5, 3).Nest(18, i => i.Text(1, "vlan").Nest(2, d => d.U16(1, 5))).Done());
        Apply(MessageType.DelLink, Link("eth0", 3));
        Assert.Equal([4], _state.Unfinished);
    }

    [Fact]
    public void A_bonds_slaves_are_its_ports()
    {
        Apply(MessageType.NewLink, Bytes.Link(1).Text(3, "bond0").Nest(18, i => i.Text(1, "bond").Nest(2, d => d.U8(1, 1))).Done());
        Written();
        Apply(MessageType.NewLink, Bytes.Link(2).Text(3, "eth0").U32(10, 1).Done());
        Assert.Contains(_state.Links[1], _state.Changed);
        Assert.Equal(["eth0"], _state.PortsOf(_state.Links[1]));
    }

    [Fact]
    public void Bad_bytes_are_counted()
    {
        Apply(MessageType.NewLink, new byte[3]);
        Apply(MessageType.NewLink, Bytes.Link(1).U8(4, 1).Done());
        Assert.Equal(2, _state.BadMessages);
        Assert.Equal(DecodeFault.ValueLength, _state.LastFault.Fault);
        Assert.Empty(_state.Links);
    }

    private void Apply(ushort type, ReadOnlySpan<byte> payload, bool isDump = false) => _state.Apply(type, payload, isDump);

    private static byte[] Link(string name, int index) => Bytes.Link(index).Text(3, name).MAC(1, $"02:00:00:00:00:{index:x2}").Done();

    private void Written()
    {
        foreach (var link in _state.TakeChanges().Changed)
            link.IsWritten = true;
    }
}
