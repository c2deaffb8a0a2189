namespace Steffi.Netlink.Tests;

public class OtherMessageTests
{
    [Fact]
    public void Addresses_with_label_scope_and_flags()
    {
        var addresses = Recorded.All("addresses").Select(m => Decode(m.Bytes)).ToList();
        var second = addresses.Single(a => a.Address!.ToString() == "10.1.0.2");
        Assert.Equal(24, second.PrefixLength);
        Assert.Equal("eth0", second.Label);
        Assert.Equal(["SECONDARY", "PERMANENT"], LinkNames.AddressFlag(second.Family, second.Flags));
        var six = addresses.Single(a => a.Address!.ToString() == "2001:db8::1");
        Assert.Equal(["NODAD", "PERMANENT"], LinkNames.AddressFlag(six.Family, six.Flags));
        Assert.Equal("host", LinkNames.Scope(addresses.Single(a => a.Address!.ToString() == "127.0.0.1").Scope));

        static AddressMessage Decode(byte[] bytes)
        {
            DecodeError error = default;
            return AddressMessage.Decode(bytes.AsSpan(MessageReader.HeaderLength), ref error)!;
        }
    }

    [Fact]
    public void A_point_to_point_address_is_the_local_one()
    {
        DecodeError error = default;
        var message = AddressMessage.Decode(new Bytes().Raw(2, 32, 0, 0, 5, 0, 0, 0).IP(1, "10.0.0.2").IP(2, "10.0.0.1").Done(), ref error)!;
        Assert.Equal("10.0.0.1", message.Address!.ToString());
        Assert.Equal("10.0.0.2", message.Peer!.ToString());
    }

    [Fact]
    public void Routes()
    {
        var routes = Recorded.All("routes").Select(m => Route(m.Bytes.AsSpan(MessageReader.HeaderLength))).ToList();
        Assert.All(routes, route => Assert.Equal(254u, route.Table));
        var byDefault = routes.Single(r => r.Destination is null);
        Assert.Equal("10.1.0.254", byDefault.Hops.Single().Gateway!.ToString());
        Assert.Equal(3, byDefault.Hops.Single().Index);
        var multipath = routes.Single(r => r.Hops.Count == 2);
        Assert.Equal([1, 3], multipath.Hops.Select(h => h.Weight));
        var blackhole = routes.Single(r => LinkNames.RouteType(r.Type) == "blackhole");
        Assert.Equal(0, blackhole.Hops.Single().Index);
    }

    [Fact]
    public void A_route_over_a_gateway_of_the_other_family()
    {
        var route = Route(new Bytes().Raw(2, 24, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0).IP(1, "10.0.0.0").U32(4, 3)
            .Attribute(18, [10, 0, .. System.Net.IPAddress.Parse("fe80::1").GetAddressBytes()]).Done());
        Assert.Equal("fe80::1", route.Hops.Single().Gateway!.ToString());
    }

    [Fact]
    public void Equal_routes_have_equal_fingerprints()
    {
        var bytes = Recorded.Payload("routes", Recorded.All("routes").First().Label).ToArray();
        Assert.Equal(Route(bytes).Fingerprint(), Route(bytes).Fingerprint());
        bytes[1]++;
        Assert.NotEqual(Route(Recorded.Payload("routes", Recorded.All("routes").First().Label)).Fingerprint(), Route(bytes).Fingerprint());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    [InlineData(200)]
    public void A_hop_whose_length_does_not_fit_is_an_error(byte length)
    {
        DecodeError error = default;
        var payload = new Bytes().Raw(2, 24, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0).Attribute(9, length, 0, 0, 0, 3, 0, 0, 0).Done();
        Assert.Null(RouteMessage.Decode(payload, ref error));
        Assert.True(error.IsSet);
    }

    [Fact]
    public void Neighbors_and_forwarding_entries()
    {
        var neighbors = Recorded.All("neighbors").Select(m => Neighbor(m.Bytes)).ToList();
        var permanent = neighbors.Single(n => n.MAC == "02:00:00:00:00:09");
        Assert.Equal("10.1.0.9", permanent.Destination!.ToString());
        Assert.Equal(["NUD_PERMANENT"], LinkNames.NeighborState(permanent.State));
        var forwarding = Recorded.All("forwarding").Select(m => Neighbor(m.Bytes)).ToList();
        Assert.Equal("10.1.0.5", forwarding.Single(n => n.Destination is not null && n.MAC == "00:00:00:00:00:00" && n.Destination.ToString() == "10.1.0.5").Destination!.ToString());
        Assert.NotEqual(0, forwarding.First(n => n.MAC == "02:00:00:00:00:44").Master);
        Assert.Equal(forwarding.Count, forwarding.Select(n => (n.Index, n.Key)).Distinct().Count());
    }

    [Fact]
    public void Namespace_numbers()
    {
        DecodeError error = default;
        Assert.Equal(5, NsidMessage.Decode(new Bytes().Raw(0, 0, 0, 0).U32(1, 5).Done(), ref error).Id);
        Assert.Equal(-1, NsidMessage.Decode(new Bytes().Raw(0, 0, 0, 0).U32(1, uint.MaxValue).Done(), ref error).Id);
        Assert.Equal(-1, NsidMessage.Decode([], ref error).Id);
        Assert.True(error.IsSet);
    }

    [Fact]
    public void Statistics_of_an_older_kernel_are_shorter()
    {
        var statistics = LinkStatistics.Decode([.. BitConverter.GetBytes(3ul), .. BitConverter.GetBytes(4ul)]);
        Assert.Equal(3ul, statistics[0]);
        Assert.Equal(4ul, statistics[1]);
        Assert.Equal(0ul, statistics[2]);
    }

    private static RouteMessage Route(ReadOnlySpan<byte> payload)
    {
        DecodeError error = default;
        var route = RouteMessage.Decode(payload, ref error);
        Assert.Equal("no error", error.ToString());
        return route!;
    }

    private static NeighborMessage Neighbor(byte[] bytes)
    {
        DecodeError error = default;
        return NeighborMessage.Decode(bytes.AsSpan(MessageReader.HeaderLength), ref error)!;
    }
}
