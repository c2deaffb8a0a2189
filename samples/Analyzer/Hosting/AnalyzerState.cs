using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary>What the endpoints answer from.</summary>
internal sealed record AnalyzerState(Graph Graph, ProbeHost Probes)
{
    public static string Version { get; } = (System.Reflection.CustomAttributeExtensions
        .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(AnalyzerState).Assembly)?.InformationalVersion ?? "0").Split('+')[0];
}
