namespace Steffi.Functional.Tests;

public class VethPairTests
{
    [Fact]
    public Task Both_ends_in_one_namespace_are_linked_once() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add va type veth peer name vb");
        // A namespace is seen by the process that makes it, and gets its name a moment later.
        var view = await net.SeesAsync("a pair in the namespace of that name", v => v.Layer2(v.Link(ns, "va"), v.Link(ns, "vb")) && v.Owns(v.Namespace(ns), v.Link(ns, "va")));
        Assert.Equal("veth", view.Link(ns, "va").Text("Type"));
        Assert.Equal("veth", view.Link(ns, "va").Text("Driver"));
        Assert.Equal(view.Link(ns, "vb").Text("IfIndex"), view.Link(ns, "va").Text("PeerIndex"));
    });

    [Fact]
    public Task Ends_in_two_namespaces_are_linked() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace();
        net.Ip($"link add va netns {a} type veth peer name vb netns {b}");
        await net.SeesAsync("a pair across namespaces", v => v.Layer2(v.Link(a, "va"), v.Link(b, "vb")));
    });

    [Fact]
    public Task An_end_in_the_hosts_namespace_is_linked() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace(), here = net.HostLink("v");
        net.Ip($"link add {here} type veth peer name inside netns {ns}");
        var view = await net.SeesAsync("a pair with an end in the host", v => v.Layer2(v.Link("", here), v.Link(ns, "inside")));
        Assert.True(view.Owns(view.TryGetNode(net.Host, out var host) ? host : null, view.Link("", here)));
    });

    [Fact]
    public Task Moved_end_keeps_its_peer_edge() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace();
        net.Ip($"-n {a} link add va type veth peer name vb");
        await net.SeesAsync("a pair", v => v.Layer2(v.Link(a, "va"), v.Link(a, "vb")));
        net.Ip($"-n {a} link set vb netns {b}");
        var view = await net.SeesAsync("the moved end", v => v.Layer2(v.Link(a, "va"), v.Link(b, "vb")) && v.Link(a, "vb") is null);
        await net.SeesAsync("the staying end knows where its peer is", v => v.Link(a, "va").Text("LinkNetNS") == Situation.Inode(b).ToString());
    });

    [Fact]
    public Task Both_ends_moved_are_linked_where_they_are() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace(), va = net.HostLink("v"), vb = net.HostLink("v");
        net.Ip($"link add {va} type veth peer name {vb}");
        await net.SeesAsync("a pair", v => v.Layer2(v.Link("", va), v.Link("", vb)));
        net.Ip($"link set {va} netns {a}");
        net.Ip($"link set {vb} netns {b}");
        var view = await net.SeesAsync("both ends moved", v => v.Layer2(v.Link(a, va), v.Link(b, vb)));
        await net.SeesAsync("both know each other", v => v.Link(a, va).Text("LinkNetNS") == Situation.Inode(b).ToString()
            && v.Link(b, vb).Text("LinkNetNS") == Situation.Inode(a).ToString());
        Assert.Null(view.Link("", va));
    });

    [Fact]
    public Task Deleting_one_end_deletes_the_other_and_the_past_keeps_both() => Situation.RunAsync(async net =>
    {
        string a = net.AddNamespace(), b = net.AddNamespace();
        net.Ip($"link add va netns {a} type veth peer name vb netns {b}");
        await net.SeesAsync("a pair", v => v.Layer2(v.Link(a, "va"), v.Link(b, "vb")));
        var before = net.Now;
        net.Ip($"-n {a} link del va");
        await net.SeesAsync("both gone", v => v.Link(a, "va") is null && v.Link(b, "vb") is null);
        var past = net.Graph.At(before);
        Assert.True(past.Layer2(past.Link(a, "va"), past.Link(b, "vb")));
    });
}
