using Speech;
using Steffi;
using Steffi.Probes;

namespace French;

/// <summary>Needs version 2 of the library that English needs in version 1.</summary>
public sealed class FrenchProbe : TopologyProbe
{
    public override string Name => "french";

    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        context.Write(transaction => transaction.AddNode(ElementId.FromName("french"),
            Metadata.Of(("Type", "greeting"), ("Name", Greeting.Salute("fr", "monde")), ("Library", typeof(Greeting).Assembly.GetName().Version!.ToString()))));
        await Task.Delay(Timeout.Infinite, stopping);
    }
}
