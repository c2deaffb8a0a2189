using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Steffi.Probes;

namespace Steffi.Functional.Tests;

/// <summary>A probe's view of its host, without the host.</summary>
internal sealed class TestProbeContext(Graph graph, string name, ElementId hostNode, Dictionary<string, string?> settings) : ProbeContext, ILogger
{
    public List<(ProbeState State, string? Message)> Reports { get; } = [];

    public override Graph Graph => graph;
    public override string Origin { get; } = $"{name}.{graph.Options.Host}";
    public override ElementId HostNode => hostNode;
    public override ILogger Log => this;

    /// <summary>What the probe logged.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public override IConfigurationSection Settings { get; } = new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => $"{name}:{s.Key}", s => s.Value)).Build().GetSection(name);

    public override void Write(Action<Transaction> change) => graph.Write(Origin, change);

    public override void Report(ProbeState state, string? message = null)
    {
        lock (Reports)
            Reports.Add((state, message));
    }

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel level) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
}
