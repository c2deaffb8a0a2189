using Microsoft.Extensions.Configuration;
using Steffi.Flows;
using Steffi.Gremlin;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>Makes capture hosts as the tests want them: quick, and with Gremlin.</summary>
internal static class Captures
{
    public static CaptureHost HostOf(Graph graph, CaptureCatalog catalog, Action<Flow>? onFlow = null, string? file = null, params (string Key, string Value)[] settings) =>
        new(graph, catalog, new CaptureHostOptions
        {
            Compile = Compile,
            OnFlow = onFlow,
            File = file,
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build(),
            Restart = new RestartPolicy { InitialDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromMilliseconds(400) },
            LookEvery = TimeSpan.FromMilliseconds(20),
            CountersEvery = TimeSpan.FromSeconds(1),
        });

    public static CaptureRequest Of(string query, string? type = null, FlowTableOptions? flows = null, string? filter = null) =>
        new() { ID = Guid.NewGuid().ToString(), GremlinQuery = query, Type = type, Flows = flows ?? new(), BPFFilter = filter };

    private static Func<GraphView, IEnumerable<Node>> Compile(string text)
    {
        var query = GremlinQuery.Parse(text);
        return view => query.Run(view) is { Kind: ResultKind.Nodes } result ? result.Nodes : throw new ArgumentException("the query gives no nodes");
    }
}
