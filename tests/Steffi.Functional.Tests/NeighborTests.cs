namespace Steffi.Functional.Tests;

public class NeighborTests
{
    [Fact]
    public Task Static_neighbors_come_and_go() => WithPairAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} neigh add 10.3.0.9 lladdr 02:00:00:00:00:09 dev va nud permanent");
        await net.SeesAsync("a permanent neighbour", v => Entries(v, ns, "va", "Neighbors").Any(n => n["IP"] == "10.3.0.9"
            && n["MAC"] == "02:00:00:00:00:09" && n["State"].AsList().Single() == "NUD_PERMANENT"));
        var before = net.Now;
        net.Ip($"-n {ns} neigh del 10.3.0.9 dev va");
        await net.SeesAsync("it gone", v => Entries(v, ns, "va", "Neighbors").All(n => n["IP"] != "10.3.0.9"));
        Assert.Contains(Entries(net.Graph.At(before), ns, "va", "Neighbors"), n => n["IP"] == "10.3.0.9");
    });

    [Fact]
    public Task States_change() => WithPairAsync(async (net, ns) =>
    {
        foreach (string state in (string[])["reachable", "stale"])
        {
            net.Ip($"-n {ns} neigh replace 10.3.0.8 lladdr 02:00:00:00:00:08 dev va nud {state}");
            await net.SeesAsync(state, v => Entries(v, ns, "va", "Neighbors").Any(n => n["IP"] == "10.3.0.8"
                && n["State"].AsList().Single() == $"NUD_{state.ToUpperInvariant()}"));
        }
    });

    [Fact]
    public Task One_that_does_not_answer_fails() => WithPairAsync(async (net, ns) =>
    {
        Situation.Run("nsenter", $"--net=/run/netns/{ns}", "bash", "-c", "echo x > /dev/udp/10.3.0.77/9 || true");
        // Three probes, a second each; the kernel tells only how they ended.
        await net.SeesAsync("a failed one", v => Entries(v, ns, "va", "Neighbors").Any(n => n["IP"] == "10.3.0.77"
            && n["State"].AsList().Single() == "NUD_FAILED"), TimeSpan.FromSeconds(6));
    });

    [Fact]
    public Task Forwarding_entries_of_a_bridge_port() => WithPairAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} link add br0 type bridge");
        net.Ip($"-n {ns} link set va master br0");
        Situation.Run("bridge", "-n", ns, "fdb", "add", "02:00:00:00:00:44", "dev", "va", "master", "static");
        var view = await net.SeesAsync("a static entry", v => Entries(v, ns, "va", "FDB").Any(e => e["MAC"] == "02:00:00:00:00:44"));
        var entry = Entries(view, ns, "va", "FDB").Single(e => e["MAC"] == "02:00:00:00:00:44");
        Assert.Equal("NUD_NOARP", entry["State"].AsList().Single().ToString());
        Situation.Run("bridge", "-n", ns, "fdb", "del", "02:00:00:00:00:44", "dev", "va", "master");
        await net.SeesAsync("it gone", v => Entries(v, ns, "va", "FDB").All(e => e["MAC"] != "02:00:00:00:00:44"));
    });

    [Fact]
    public Task Remote_entries_of_a_vxlan() => WithPairAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} link add vx0 type vxlan id 77 local 10.3.0.1 dstport 4789");
        Situation.Run("bridge", "-n", ns, "fdb", "append", "00:00:00:00:00:00", "dev", "vx0", "dst", "10.3.0.2");
        Situation.Run("bridge", "-n", ns, "fdb", "append", "00:00:00:00:00:00", "dev", "vx0", "dst", "10.3.0.3");
        await net.SeesAsync("both remotes", v => Entries(v, ns, "vx0", "FDB").Select(e => e["IP"].ToString()).Order().SequenceEqual(["10.3.0.2", "10.3.0.3"]));
    });

    private static Metadata[] Entries(GraphView view, string ns, string link, string key) =>
        view.Link(ns, link) is { } node && node[key].Kind == ValueKind.List ? [.. node[key].AsList().Select(e => e.AsMap())] : [];

    private static Task WithPairAsync(Func<Situation, string, Task> body) => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add va type veth peer name vb");
        net.Ip($"-n {ns} link set va up");
        net.Ip($"-n {ns} link set vb up");
        net.Ip($"-n {ns} addr add 10.3.0.1/24 dev va");
        await net.SeesAsync("a pair", v => v.Link(ns, "va").Texts("IPV4").Length == 1);
        await body(net, ns);
    });
}
