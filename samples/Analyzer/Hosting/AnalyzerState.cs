using System.Reflection;
using Steffi.Flows;
using Steffi.Gremlin;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary>What the endpoints answer from.</summary>
/// <param name="Dialects">Know flows too.</param>
/// <param name="Live">The captures' flows as they stand.</param>
/// <param name="Feed">Their updates as they come.</param>
internal sealed record AnalyzerState(Graph Graph, ProbeHost Probes, CaptureHost Captures, Dialects Dialects, ILiveFlows Live, FlowFeed Feed)
{
    /// <summary>So that no query of one client keeps the host from the others for long, or takes its memory.</summary>
    public QueryOptions Options { get; } = new() { Timeout = TimeSpan.FromSeconds(30), MaxResults = 1_000_000 };

    public static string Version { get; } =
        (typeof(AnalyzerState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
