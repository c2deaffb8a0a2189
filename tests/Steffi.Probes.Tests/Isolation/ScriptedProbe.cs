namespace Steffi.Probes.Tests;

/// <summary>A probe that does what a test says.</summary>
internal sealed class ScriptedProbe(string name, Func<ProbeContext, CancellationToken, Task> run, bool reconciles = false) : TopologyProbe
{
    public override string Name => name;

    public override bool Reconciles => reconciles;

    public override Task RunAsync(ProbeContext context, CancellationToken stopping) => run(context, stopping);

    public static Task Wait(CancellationToken stopping) => Task.Delay(Timeout.Infinite, stopping);

    /// <summary>Adds or keeps a node "NAME" of Type "thing", with an id that depends on the name only.</summary>
    public static void Put(ProbeContext context, params string[] things) => context.Write(transaction =>
    {
        foreach (var thing in things)
            transaction.ReplaceNode(Id(thing), Metadata.Of(("Type", "thing"), ("Name", thing)));
    });

    public static ElementId Id(string thing) => ElementId.FromName("thing", thing);
}
