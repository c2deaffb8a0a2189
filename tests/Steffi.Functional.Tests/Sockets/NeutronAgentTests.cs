using System.Diagnostics;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>The service view of an Open vSwitch that Neutron's agent steers: real ones, in a namespace of the test's own.</summary>
public sealed class NeutronAgentTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);

    [Fact]
    public Task The_agent_hangs_from_ovsdb_server_by_their_names() => Situation.RunAsync(async net =>
    {
        Needs("/usr/sbin/ovs-vswitchd", "openvswitch-switch");
        Needs("/usr/bin/neutron-openvswitch-agent", "neutron-openvswitch-agent");
        string place = net.AddNamespace(), directory = Directory.CreateTempSubdirectory("agent").FullName;
        net.Ip($"-n {place} link set lo up");
        net.Start(new SocketInfoProbe(), new() { ["linger"] = "0" });
        Process? agent = null;
        try
        {
            await StartSwitchAsync(net, place, directory);
            agent = StartAgent(net, place, directory);
            var view = await net.SeesAsync("the agent and the database", view => Talk(view, "neutron-openvswitch-agent", "ovsdb-server", 6640) is not null, TimeSpan.FromMinutes(1));
            var (from, to) = Talk(view, "neutron-openvswitch-agent", "ovsdb-server", 6640)!.Value;
            Assert.Equal(("neutron-openvsw", agent.Id), (from["Comm"].ToString(), from["PID"].AsInt()));
            Assert.StartsWith("/usr/bin/python3", from["Exe"].ToString());
            Assert.Equal("ovsdb-server", to["Comm"].ToString());
            Assert.True(view.Owns(view.Namespace(place), from) && view.Owns(view.Namespace(place), to));
            // The switch itself: by the database's socket, and by OpenFlow, for which the agent is the server.
            await net.SeesAsync("the switch and the database", view => Talk(view, "ovs-vswitchd", "ovsdb-server", null) is not null, Soon);
            await net.SeesAsync("the switch and the agent", view => Talk(view, "ovs-vswitchd", "neutron-openvswitch-agent", 6633) is not null, Soon);
        }
        finally
        {
            if (agent is not null)
                net.Stop(agent);
            Directory.Delete(directory, recursive: true);
        }
    });

    private static async Task StartSwitchAsync(Situation net, string place, string directory)
    {
        Situation.Run("ovsdb-tool", "create", $"{directory}/db", "/usr/share/openvswitch/vswitch.ovsschema");
        net.Start("nsenter", $"--net=/run/netns/{place}", "ovsdb-server", $"{directory}/db", "--remote=ptcp:6640:127.0.0.1", $"--remote=punix:{directory}/db.sock",
            $"--unixctl={directory}/db.ctl", "-voff");
        await net.SeesAsync("the database", _ => File.Exists($"{directory}/db.sock"), Soon);
        Situation.Run("ovs-vsctl", "--no-wait", $"--db=unix:{directory}/db.sock", "init");
        net.Start("nsenter", $"--net=/run/netns/{place}", "env", $"OVS_RUNDIR={directory}", "ovs-vswitchd", $"unix:{directory}/db.sock", $"--unixctl={directory}/switch.ctl", "-voff");
        Situation.Run("ovs-vsctl", $"--db=unix:{directory}/db.sock", "--timeout=20", "add-br", "br-int", "--", "set", "bridge", "br-int", "datapath_type=netdev");
    }

    private static Process StartAgent(Situation net, string place, string directory)
    {
        File.WriteAllText($"{directory}/neutron.conf", $"""
            [DEFAULT]
            transport_url = fake://
            state_path = {directory}
            [oslo_concurrency]
            lock_path = {directory}/lock
            [agent]
            root_helper =
            root_helper_daemon =
            [ovs]
            datapath_type = netdev
            ovsdb_connection = tcp:127.0.0.1:6640
            [securitygroup]
            firewall_driver = noop
            enable_security_group = false
            """);
        return net.Start("nsenter", $"--net=/run/netns/{place}", "/usr/bin/neutron-openvswitch-agent", "--config-file", $"{directory}/neutron.conf",
            "--log-file", $"{directory}/agent.log");
    }

    // Null unless there is exactly one such edge; without a port it is by a name.
    private static (Node From, Node To)? Talk(GraphView view, string from, string to, int? port)
    {
        var talks = view.Edges.Where(edge => edge["RelationType"] == "connection" && edge.Parent["Name"] == from && edge.Child["Name"] == to
            && (port is null ? edge["Protocol"] == "UNIX" : edge["Port"] == port.Value)).ToArray();
        return talks.Length == 1 ? (talks[0].Parent, talks[0].Child) : default((Node, Node)?);
    }

    private static void Needs(string file, string package) => Assert.SkipUnless(File.Exists(file), $"needs {Path.GetFileName(file)} (package {package})");
}
