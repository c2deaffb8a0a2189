namespace Steffi.Functional.Tests;

public class ClashTests
{
    [Fact]
    public Task Same_index_in_two_namespaces_are_two_nodes_with_their_own_peers() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace();
        foreach (string ns in (string[])[a, b])
            net.Ip($"-n {ns} link add va index 77 type veth peer name vb index 78");
        var view = await net.SeesAsync("both pairs", v => v.Layer2(v.Link(a, "va"), v.Link(a, "vb")) && v.Layer2(v.Link(b, "va"), v.Link(b, "vb")));
        Assert.Equal("77", view.Link(a, "va").Text("IfIndex"));
        Assert.Equal("77", view.Link(b, "va").Text("IfIndex"));
        Assert.Equal(0, view.CountEdges("layer2", view.Link(a, "va"), view.Link(b, "vb")));
        Assert.NotEqual(view.Link(a, "va")!.Value.Id, view.Link(b, "va")!.Value.Id);
    });

    [Fact]
    public Task Ends_with_the_same_index_in_two_namespaces_are_linked() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace();
        net.Ip($"link add va index 99 netns {a} type veth peer name vb index 99 netns {b}");
        await net.SeesAsync("a pair of equal indexes", v => v.Layer2(v.Link(a, "va"), v.Link(b, "vb")));
    });

    [Fact]
    public Task Same_MAC_on_two_interfaces_are_two_nodes() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:01");
        var view = await net.SeesAsync("both", v => v.Layer2(v.Link(ns, "va"), v.Link(ns, "vb")));
        Assert.Equal(view.Link(ns, "va").Text("MAC"), view.Link(ns, "vb").Text("MAC"));
    });

    [Fact]
    public Task A_reused_index_begins_a_new_life() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add old index 55 type ifb");
        var first = (await net.SeesAsync("the first", v => v.Link(ns, "old") is not null)).Link(ns, "old")!.Value;
        var before = net.Now;
        net.Ip($"-n {ns} link del old");
        net.Ip($"-n {ns} link add new index 55 type bridge");
        var second = (await net.SeesAsync("the second", v => v.Link(ns, "new") is not null && v.Link(ns, "old") is null)).Link(ns, "new")!.Value;
        Assert.True(second.CreatedAt > before);
        Assert.True(first.CreatedAt < before);
        Assert.Equal(1, second.Revision);
        Assert.Equal("ifb", net.Graph.At(before).Link(ns, "old").Text("Type"));
    });

    [Fact]
    public Task A_reused_index_within_one_look_begins_a_new_life() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add same index 56 type ifb");
        var first = (await net.SeesAsync("the first", v => v.Link(ns, "same") is not null)).Link(ns, "same")!.Value;
        // One ip process does both before the probe can look.
        string batch = Path.GetTempFileName();
        File.WriteAllText(batch, "link del same\nlink add same index 56 type bridge\n");
        net.Ip($"-n {ns} -batch {batch}");
        File.Delete(batch);
        var view = await net.SeesAsync("the second", v => v.Link(ns, "same").Text("Type") == "bridge" && v.Owns(v.Namespace(ns), v.Link(ns, "same")));
        Assert.True(view.Link(ns, "same")!.Value.CreatedAt > first.CreatedAt);
    });
}
