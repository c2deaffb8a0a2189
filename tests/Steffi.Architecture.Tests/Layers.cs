namespace Steffi.Architecture.Tests;

/// <summary>Who may know whom. A library that is missing here may know nobody, so a new one must be entered.</summary>
internal static class Layers
{
    private static readonly Dictionary<string, string[]> Libraries = new()
    {
        ["Steffi.Core"] = [],
        ["Steffi.Gremlin"] = ["Steffi.Core"],
        ["Steffi.Flows"] = ["Steffi.Core", "Steffi.Gremlin"],
        ["Steffi.Probes"] = ["Steffi.Core", "Steffi.Flows"],
    };

    /// <summary>The contracts that a plugin is written against.</summary>
    public static readonly string[] Contracts = ["Steffi.Core", "Steffi.Flows", "Steffi.Probes"];

    public static IReadOnlyCollection<string> Names => Libraries.Keys;

    public static IReadOnlyList<string> MayUse(string library) => Libraries.GetValueOrDefault(library, []);
}
