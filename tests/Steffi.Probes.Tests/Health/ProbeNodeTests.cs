using Microsoft.Extensions.Configuration;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>What a running probe shows on its node, and what its host node says.</summary>
public sealed class ProbeNodeTests : IAsyncDisposable
{
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });
    private readonly ProbeHost host;

    public ProbeNodeTests()
    {
        var settings = new Dictionary<string, string?> { ["good:Colour"] = "blue", ["other:Colour"] = "red" };
        host = new(graph, new ProbeHostOptions { Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build() });
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
    }

    [Fact]
    public async Task Host_node_has_a_stable_id_and_says_what_the_machine_is()
    {
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ElementId.FromName("host", "h1"), host.HostNode);
        Assert.True(graph.Live.TryGetNode(host.HostNode, out var node));
        Assert.Equal(("host", "h1"), (node["Type"].AsString(), node["Name"].AsString()));
        Assert.Equal(Environment.ProcessorCount, node["CPUs"].AsInt());
        Assert.NotEqual("", node["KernelVersion"].AsString());
        if (OperatingSystem.IsLinux())
            Assert.Equal("linux", node["OS"].AsString());
    }

    [Fact]
    public async Task Probe_node_hangs_from_the_host_node()
    {
        await Run((_, stopping) => ScriptedProbe.Wait(stopping));
        await Until.Holds(() => graph.Live.State("good") == "Starting", "it starts");
        var edge = Assert.Single(graph.Live.Probe("good")!.Value.InEdges);
        Assert.Equal((host.HostNode, "ownership"), (edge.ParentId, edge["RelationType"].AsString()));
        Assert.Equal(0, graph.Live.Probe("good")!.Value["Restarts"].AsInt());
    }

    [Fact]
    public async Task First_write_makes_it_running()
    {
        await Run((context, stopping) =>
        {
            ScriptedProbe.Put(context, "a");
            return ScriptedProbe.Wait(stopping);
        });
        await Until.Holds(() => graph.Live.State("good") == "Running", "it runs");
    }

    [Fact]
    public async Task Degraded_stays_through_writes_and_says_what_is_missing()
    {
        await Run((context, stopping) =>
        {
            context.Report(ProbeState.Degraded, "setns: EPERM, needs CAP_SYS_ADMIN");
            ScriptedProbe.Put(context, "a");
            return ScriptedProbe.Wait(stopping);
        });
        await Until.Holds(() => graph.Live.Names("thing").Length == 1, "it has written");
        Assert.Equal("Degraded", graph.Live.State("good"));
        Assert.Equal("setns: EPERM, needs CAP_SYS_ADMIN", graph.Live.Probe("good").Text("Message"));
        Assert.Equal(ProbeState.Degraded, Assert.Single(host.Status).State);
    }

    [Fact]
    public async Task Only_running_and_degraded_can_be_reported()
    {
        await Run((context, _) =>
        {
            context.Report(ProbeState.Stopped);
            return Task.CompletedTask;
        });
        await Until.Holds(() => graph.Live.State("good") == "BackingOff", "it fails");
        Assert.StartsWith("ArgumentOutOfRangeException", graph.Live.Probe("good").Text("LastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_report_again_is_no_new_revision()
    {
        var reported = new TaskCompletionSource();
        await Run((context, stopping) =>
        {
            for (var i = 0; i < 10; i++)
                context.Report(ProbeState.Degraded, "half");
            reported.SetResult();
            return ScriptedProbe.Wait(stopping);
        });
        await reported.Task;
        Assert.Equal(2, graph.Live.Probe("good")!.Value.Revision);
    }

    [Fact]
    public async Task Probe_finds_its_own_section()
    {
        var found = new TaskCompletionSource<string?>();
        await Run((context, stopping) =>
        {
            found.SetResult(context.Settings["Colour"]);
            return ScriptedProbe.Wait(stopping);
        });
        Assert.Equal("blue", await found.Task);
    }

    [Theory]
    [InlineData("Good")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("1a")]
    public void Name_that_breaks_the_rule_is_refused(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => host.Add(() => new ScriptedProbe(name, (_, _) => Task.CompletedTask)));
        Assert.Contains("lower-case", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_probes_of_one_name_are_refused()
    {
        host.Add(() => new ScriptedProbe("good", (_, _) => Task.CompletedTask));
        Assert.Throws<ArgumentException>(() => host.Add(() => new ScriptedProbe("good", (_, _) => Task.CompletedTask)));
    }

    private async Task Run(Func<ProbeContext, CancellationToken, Task> run)
    {
        host.Add(() => new ScriptedProbe("good", run));
        await host.StartAsync(TestContext.Current.CancellationToken);
    }
}
