using Steffi.Flows;
using Steffi.Plugins.Dissectors.Net;
using Steffi.Plugins.Dissectors.Web;

namespace Steffi.Dissectors.Tests;

/// <summary>What both plugins export, as a host would find it.</summary>
internal static class AllDissectors
{
    public static IReadOnlyList<FlowDissector> Make() =>
        [.. new[] { typeof(TlsDissector), typeof(DnsDissector) }
            .SelectMany(one => one.Assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(FlowDissector)) && !type.IsAbstract)
            .Select(type => (FlowDissector)Activator.CreateInstance(type)!)];
}
