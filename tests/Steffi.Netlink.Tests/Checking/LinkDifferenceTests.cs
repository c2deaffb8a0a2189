namespace Steffi.Netlink.Tests;

public class LinkDifferenceTests
{
    private const string Printed = """
        [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"link_type":"loopback","address":"00:00:00:00:00:00"},{},
         {"ifindex":2,"link":"vb","ifname":"va","flags":["UP"],"mtu":1500,"master":"br0","link_type":"ether","address":"02:00:00:00:00:02","linkinfo":{"info_kind":"veth"}},
         {"ifindex":3,"link":"va","ifname":"vb","flags":[],"mtu":1500,"link_type":"ether","address":"02:00:00:00:00:03","linkinfo":{"info_kind":"veth"}},
         {"ifindex":4,"ifname":"br0","flags":[],"mtu":1500,"link_type":"ether","address":"02:00:00:00:00:04","linkinfo":{"info_kind":"bridge"}},
         {"ifindex":5,"ifname":"vx0","flags":[],"mtu":1450,"link_type":"ether","address":"02:00:00:00:00:05","linkinfo":{"info_kind":"vxlan","info_data":{"link":"va"}}}]
        """;

    private static readonly Dictionary<string, MetadataValue>[] Right =
    [
        new() { ["IfIndex"] = 1, ["Name"] = "lo", ["Type"] = "device", ["MTU"] = 65536, ["State"] = "UP", ["MAC"] = "00:00:00:00:00:00" },
        new() { ["IfIndex"] = 2, ["Name"] = "va", ["Type"] = "veth", ["MTU"] = 1500, ["State"] = "UP", ["MAC"] = "02:00:00:00:00:02", ["MasterIndex"] = 4, ["PeerIndex"] = 3 },
        new() { ["IfIndex"] = 3, ["Name"] = "vb", ["Type"] = "veth", ["MTU"] = 1500, ["State"] = "DOWN", ["MAC"] = "02:00:00:00:00:03", ["PeerIndex"] = 2 },
        new() { ["IfIndex"] = 4, ["Name"] = "br0", ["Type"] = "bridge", ["MTU"] = 1500, ["State"] = "DOWN", ["MAC"] = "02:00:00:00:00:04" },
        new() { ["IfIndex"] = 5, ["Name"] = "vx0", ["Type"] = "vxlan", ["MTU"] = 1450, ["State"] = "DOWN", ["MAC"] = "02:00:00:00:00:05", ["ParentIndex"] = 2 },
    ];

    [Fact]
    public void A_right_graph_has_none() => Assert.Empty(Differences(Right));

    [Fact]
    public void A_missing_and_a_surplus_interface()
    {
        var surplus = new Dictionary<string, MetadataValue>(Right[0]) { ["IfIndex"] = 9, ["Name"] = "ghost" };
        Assert.Equal(["blue: vb (index 3) is missing in the graph", "blue: ghost (index 9) is in the graph, not in the kernel"],
            Differences([Right[0], Right[1], Right[3], Right[4], surplus]));
    }

    [Theory]
    [InlineData("Name", "x", "Name: kernel \"va\", graph \"x\"")]
    [InlineData("MAC", "02:00:00:00:00:ff", "MAC: kernel \"02:00:00:00:00:02\", graph \"02:00:00:00:00:ff\"")]
    [InlineData("MTU", "9000", "MTU: kernel \"1500\", graph \"9000\"")]
    [InlineData("State", "DOWN", "State: kernel \"UP\", graph \"DOWN\"")]
    [InlineData("Type", "device", "Type: kernel \"veth\", graph \"device\"")]
    [InlineData("MasterIndex", "", "MasterIndex: kernel \"4\", graph \"\"")]
    [InlineData("PeerIndex", "7", "PeerIndex: kernel \"3\", graph \"7\"")]
    public void A_differing_value(string key, string value, string difference)
    {
        var wrong = new Dictionary<string, MetadataValue>(Right[1]);
        if (value.Length == 0)
            wrong.Remove(key);
        else
            wrong[key] = value;
        Assert.Equal([$"blue: va (index 2) {difference}"], Differences([Right[0], wrong, Right[2], Right[3], Right[4]]));
    }

    private static string[] Differences(Dictionary<string, MetadataValue>[] nodes)
    {
        using var graph = new Graph();
        graph.Write(t =>
        {
            foreach (var node in nodes)
            {
                var metadata = new MetadataBuilder();
                foreach (var (key, value) in node)
                    metadata[key] = value;
                t.AddNode(metadata.Build());
            }
        });
        return [.. LinkDifference.Of("blue", KernelLink.Parse(Printed), graph.Live.Nodes.ToDictionary(n => n["IfIndex"].AsInt()))];
    }
}
