using System.Net.Sockets;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>Who talks to whom: from host to host, and by unix(7).</summary>
public sealed class ServiceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(9);

    [Fact]
    public Task A_client_on_one_host_and_the_server_on_another_meet_at_the_service() => Situation.RunAsync(async net =>
    {
        // The network namespaces play the hosts: each has its own graph, host name and probe, and all events go to one graph.
        string alpha = net.AddNamespace(), beta = net.AddNamespace();
        net.Ip($"-n {alpha} link add eth0 type veth peer name eth0 netns {beta}");
        foreach (var (ns, address) in new[] { (alpha, "10.9.0.1/24"), (beta, "10.9.0.2/24") })
        {
            net.Ip($"-n {ns} addr add {address} dev eth0");
            net.Ip($"-n {ns} link set eth0 up");
        }
        using var all = new Graph(new GraphOptions { Host = "analyzer" });
        await using var one = new HostInNamespace("alpha", alpha, all);
        await using var other = new HostInNamespace("beta", beta, all);
        net.Start("ip", "netns", "exec", beta, "python3", "-c",
            "import socket\ns=socket.socket();s.bind(('0.0.0.0',7020));s.listen();c=s.accept()[0];c.recv(1)");
        await net.SeesAsync("the server's start", _ => SocketStatistics.Kernel(beta).Count == 1, Soon);
        net.Start("ip", "netns", "exec", alpha, "python3", "-c", "import socket\nsocket.create_connection(('10.9.0.2',7020)).recv(1)");

        await net.SeesAsync("the way from client to server", _ => Talks(all.Live).Count == 2, Soon);
        var service = all.Live.Nodes.Single(node => node["Type"] == "service" && node["Port"] == 7020);
        Assert.Equal("10.9.0.2:7020", service["Name"].ToString());
        var client = service.InEdges.Single(edge => edge["RelationType"] == "connection").Parent;
        var server = service.OutEdges.Single(edge => edge["RelationType"] == "connection").Child;
        Assert.Equal(("alpha", "process"), (client.Host, client["Type"].ToString()));
        Assert.Equal(("beta", "process"), (server.Host, server["Type"].ToString()));
        Assert.Contains("create_connection", client["Cmdline"].ToString());
        Assert.Contains("listen", server["Cmdline"].ToString());

        static List<Edge> Talks(GraphView view) => [.. view.Edges.Where(edge => edge["RelationType"] == "connection" && edge["Port"] == 7020)];
    });

    [Theory]
    [InlineData("SOCK_STREAM")]
    [InlineData("SOCK_DGRAM")]
    public Task Who_talks_by_a_name_of_the_file_system_is_linked(string type) => RunAsync(async (net, directory) =>
    {
        string name = Path.Combine(directory, "s");
        string accept = type == "SOCK_STREAM" ? "s.listen();c=s.accept()[0]" : "time.sleep(60)";
        net.Start("python3", "-c", $"import socket,time\ns=socket.socket(socket.AF_UNIX,socket.{type});s.bind('{name}');{accept};time.sleep(60)");
        await net.SeesAsync("the name", _ => File.Exists(name), Soon);
        using var client = new Socket(AddressFamily.Unix, type == "SOCK_STREAM" ? SocketType.Stream : SocketType.Dgram, ProtocolType.Unspecified);
        await net.SeesAsync("a listener", _ => TryConnect(client, name), Soon);
        var view = await net.SeesAsync("the connection", view => TalksAt(view, name).Length == 1, Soon);
        var edge = TalksAt(view, name).Single();
        Assert.Equal(Environment.ProcessId, edge.Parent["PID"].AsInt());
        Assert.StartsWith("python3", edge.Child["Name"].ToString());
        Assert.Equal("UNIX", edge["Protocol"].ToString());
        client.Dispose();
        await net.SeesAsync("no connection", after => TalksAt(after, name).Length == 0, Soon);
    });

    [Fact]
    public Task Clients_of_ovsdb_server_are_linked_to_it_by_TCP_and_by_its_socket() => RunAsync(async (net, directory) =>
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/ovsdb-server"), "needs ovsdb-server (package openvswitch-common)");
        string ns = net.AddNamespace(), database = Path.Combine(directory, "db"), name = Path.Combine(directory, "db.sock"), schema = Path.Combine(directory, "schema");
        net.Ip($"-n {ns} link set lo up");
        File.WriteAllText(schema, """{"name":"talk","version":"1.0.0","tables":{"Speaker":{"columns":{"name":{"type":"string"}},"isRoot":true}}}""");
        Situation.Run("ovsdb-tool", "create", database, schema);
        var server = net.Start("ip", "netns", "exec", ns, "ovsdb-server", database, "--remote=ptcp:6640:127.0.0.1", $"--remote=punix:{name}", $"--unixctl={directory}/ctl", "-voff");
        await net.SeesAsync("the server", _ => File.Exists(name), Soon);
        var byTcp = net.Start("ip", "netns", "exec", ns, "ovsdb-client", "-voff", "monitor", "tcp:127.0.0.1:6640", "talk", "Speaker", "name");
        var bySocket = net.Start("ovsdb-client", "-voff", "monitor", $"unix:{name}", "talk", "Speaker", "name");

        var view = await net.SeesAsync("both clients", view => TalksTo(view, server.Id).Length == 2, Soon);
        Assert.Equal([("TCP", byTcp.Id), ("UNIX", bySocket.Id)], TalksTo(view, server.Id));
        Assert.All(view.Nodes.Where(node => node["PID"] == byTcp.Id || node["PID"] == bySocket.Id), node => Assert.Equal("ovsdb-client", node["Name"].ToString()));

        static (string, int)[] TalksTo(GraphView view, int pid) => [.. view.Edges.Where(edge => edge["RelationType"] == "connection" && edge.Child["PID"] == pid)
            .Select(edge => (edge["Protocol"].ToString(), (int)edge.Parent["PID"].AsInt())).Order()];
    });

    private static Task RunAsync(Func<Situation, string, Task> body) => Situation.RunAsync(async net =>
    {
        string directory = Directory.CreateTempSubdirectory("talk").FullName;
        try
        {
            net.Start(new SocketInfoProbe(), new() { ["period"] = "0.05", ["linger"] = "0" });
            await body(net, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    });

    private static Edge[] TalksAt(GraphView view, string name) => [.. view.Edges.Where(edge => edge["RelationType"] == "connection" && edge["Address"] == name)];

    private static bool TryConnect(Socket socket, string name)
    {
        try
        {
            if (!socket.Connected)
                socket.Connect(new UnixDomainSocketEndPoint(name));
            return true;
        }
        catch (SocketException)
        {
            return false;   // bound, and does not listen yet
        }
    }
}
