// A graph of this machine's network in a program of your own: loads probes, prints what changes, and asks for the present and the past.
using Steffi;
using Steffi.Gremlin;
using Steffi.Probes;

var query = args.FirstOrDefault() ?? "G.V().Has('State','UP').Values('Name')";
using var graph = new Graph();
await using var probes = new ProbeHost(graph, new() { PluginFolder = Path.Combine(AppContext.BaseDirectory, "plugins") });

var changes = graph.Subscribe(new() { Filter = change => !change.IsLate });
_ = Task.Run(async () =>
{
    await foreach (var transaction in changes)
        foreach (var change in transaction.Changes)
            if (change.Node is { } node)
                Console.WriteLine($"{change.Kind} {node["Type"]} {node["Name"]} {node["State"]}");
});
await probes.StartAsync();

Console.WriteLine("Enter asks, the end of input (Ctrl-D) ends.");
while (Console.ReadLine() is not null)
{
    Console.WriteLine($"now:          {graph.Query(query).ToJson()}");
    Console.WriteLine($"a minute ago: {graph.At(graph.Now.AddMinutes(-1)).Query(query).ToJson()}");
}
