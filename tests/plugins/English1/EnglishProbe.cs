using Speech;
using Steffi;
using Steffi.Probes;

namespace English;

/// <summary>Greets whom its settings name.</summary>
public sealed class EnglishProbe : TopologyProbe
{
    public override string Name => "english";

    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        var greeting = Greeting.Hello(context.Settings["Whom"] ?? "world");
        context.Write(transaction => transaction.AddNode(ElementId.FromName("english"),
            Metadata.Of(("Type", "greeting"), ("Name", greeting), ("Library", typeof(Greeting).Assembly.GetName().Version!.ToString()))));
        await Task.Delay(Timeout.Infinite, stopping);
    }
}
