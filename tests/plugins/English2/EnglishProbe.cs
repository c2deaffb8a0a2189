using Speech;
using Steffi;
using Steffi.Probes;

namespace English;

/// <summary>Version 2 of the probe: it greets louder, and the plugin has a second probe.</summary>
public sealed class EnglishProbe : TopologyProbe
{
    public override string Name => "english";

    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        context.Write(transaction => transaction.AddNode(ElementId.FromName("english"),
            Metadata.Of(("Type", "greeting"), ("Name", Greeting.Hello("WORLD")))));
        await Task.Delay(Timeout.Infinite, stopping);
    }
}

public sealed class WhisperProbe : TopologyProbe
{
    public override string Name => "whisper";

    public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
    {
        context.Write(transaction => transaction.AddNode(Metadata.Of(("Type", "greeting"), ("Name", "psst"))));
        await Task.Delay(Timeout.Infinite, stopping);
    }
}
