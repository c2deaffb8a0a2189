using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>
/// Runs probes on a graph: loads plugins from a folder, follows the folder, restarts what fails, and shows it all in the graph: a node of
/// Type "host", and below it a node of Type "probe" for each probe.
/// </summary>
/// <remarks>
/// Thread-safe; loading and unloading happen one at a time. One per graph. It does not own the graph: stop it before the graph is disposed.
/// </remarks>
public sealed class ProbeHost : IAsyncDisposable
{
    private readonly Graph graph;
    private readonly ProbeHostOptions options;
    private readonly IConfiguration configuration;
    private readonly ILogger log;
    private readonly ElementId hostNode;
    private readonly PluginSet? plugins;
    private readonly SemaphoreSlim gate = new(1);
    private readonly List<ProbeRunner> own = [];
    private readonly CancellationTokenSource stopping = new();
    private Task watching = Task.CompletedTask;
    private Life life;

    private enum Life { New, Started, Stopped }

    /// <summary>Makes a host; nothing is read, loaded or written before <see cref="StartAsync"/>.</summary>
    /// <param name="graph">Gets what the probes find.</param>
    /// <param name="options">Null: no plugin folder, only the probes that are added.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ProbeHost(Graph graph, ProbeHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        this.graph = graph;
        this.options = options ?? new();
        this.options.Validate();
        configuration = this.options.Configuration ?? new ConfigurationBuilder().Build();
        log = this.options.LoggerFactory.CreateLogger("Steffi.Probes");
        hostNode = Probes.HostNode.IdOf(graph.Options.Host);
        if (this.options.PluginFolder is { } folder)
            plugins = new PluginSet(Path.GetFullPath(folder), this.options, MakeNode, MakeRunner, Forget, Captures, log);
    }

    /// <summary>The node of Type "host": its id depends on <see cref="GraphOptions.Host"/> only.</summary>
    public ElementId HostNode => hostNode;

    /// <summary>What the loaded plugins offer for capturing; a <see cref="CaptureHost"/> works with it.</summary>
    public CaptureCatalog Captures { get; } = new();

    /// <summary>Every probe, and every plugin that could not be loaded, by name. A copy.</summary>
    public IReadOnlyList<ProbeStatus> Status
    {
        get
        {
            lock (own)
                return [.. own.Select(runner => runner.Node).Concat(plugins?.Nodes ?? [])
                    .Select(node => node.Status).OrderBy(status => status.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>What was unloaded and may still be in memory.</summary>
    internal IReadOnlyCollection<WeakReference> Unloaded => plugins?.Unloaded ?? [];

    /// <summary>Adds a probe of the program's own, without a plugin; it starts with the host.</summary>
    /// <param name="make">Called for each run, and once now, to read the name.</param>
    /// <exception cref="ArgumentException">The name breaks the rule, or another added probe has it.</exception>
    /// <exception cref="InvalidOperationException">The host has been started.</exception>
    public void Add(Func<TopologyProbe> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var probe = make();
        var name = ProbeName.Of(probe, probe.GetType());
        lock (own)
        {
            if (life != Life.New)
                throw new InvalidOperationException("Probes are added before the host is started");
            if (own.Any(runner => runner.Name == name))
                throw new ArgumentException($"A probe '{name}' has been added already", nameof(make));
            var version = probe.GetType().Assembly.GetName().Version?.ToString();
            own.Add(MakeRunner(name, make, MakeNode(new ProbeStatus(name, "", version, ProbeState.Starting))));
        }
    }

    /// <summary>Writes the host's node, starts the added probes, loads every plugin in the folder, and begins to watch it.</summary>
    /// <param name="cancel">Checked before each plugin; what was started runs on until <see cref="StopAsync"/>.</param>
    /// <returns>Ends when every probe has been started, which is before it has found anything. A plugin that cannot be loaded shows as <see cref="ProbeState.Failed"/>.</returns>
    /// <exception cref="InvalidOperationException">Started or stopped before.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await gate.WaitAsync(cancel);
        try
        {
            lock (own)
            {
                if (life != Life.New)
                    throw new InvalidOperationException($"The host has been {life.ToString().ToLowerInvariant()}; make a new one");
                life = Life.Started;
            }
            Probes.HostNode.Write(graph);
            foreach (var runner in own)
                runner.Start();
            if (plugins is null)
                return;
            await plugins.LoadAllAsync(own, cancel);
            if (options.WatchPluginFolder)
                watching = Task.Run(WatchAsync, CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Loads one plugin and starts its probes. Nothing happens when it is loaded.</summary>
    /// <param name="plugin">The name of its folder.</param>
    /// <param name="cancel">While waiting for another loading or unloading.</param>
    /// <exception cref="PluginLoadException">Its node says the same.</exception>
    /// <exception cref="InvalidOperationException">The host has no plugin folder, or does not run.</exception>
    public Task LoadAsync(string plugin, CancellationToken cancel = default) => ChangeAsync(set => set.LoadAsync(plugin), cancel);

    /// <summary>
    /// Stops a plugin's probes, deletes their elements and nodes, and frees its code. It stays unloaded until <see cref="LoadAsync"/>,
    /// or until its files change. Nothing happens when it is not loaded.
    /// </summary>
    /// <inheritdoc cref="LoadAsync"/>
    public Task UnloadAsync(string plugin, CancellationToken cancel = default) => ChangeAsync(set => set.UnloadAsync(plugin), cancel);

    /// <summary>
    /// Loads a plugin's files anew, then stops its probes and starts the new ones; their elements stay until the new run replaces them.
    /// A plugin that was not loaded is loaded.
    /// </summary>
    /// <exception cref="PluginLoadException">What was loaded before runs on; its nodes' LastError says the same.</exception>
    /// <inheritdoc cref="LoadAsync"/>
    public Task ReloadAsync(string plugin, CancellationToken cancel = default) => ChangeAsync(set => set.ReloadAsync(plugin), cancel);

    /// <summary>
    /// Stops every probe and deletes its elements from the live graph (its history keeps them); the nodes of host and probes stay, the probes'
    /// <see cref="ProbeState.Stopped"/>. Safe to call twice, and before the start.
    /// </summary>
    /// <remarks>Takes as long as the slowest probe needs to stop, at most <see cref="ProbeHostOptions.StopTimeout"/> and the deleting.</remarks>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            await watching;
            var started = life == Life.Started;
            lock (own)
                life = Life.Stopped;
            if (!started)
                return;
            var runners = own.Concat(plugins?.Runners ?? []).ToList();
            await Task.WhenAll(runners.Select(runner => runner.StopAsync()));
            foreach (var runner in runners)
                DeleteElements(runner);
            if (plugins is not null)
                await plugins.DisposeAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ChangeAsync(Func<PluginSet, Task> change, CancellationToken cancel)
    {
        if (plugins is null)
            throw new InvalidOperationException("This host has no plugin folder");
        await gate.WaitAsync(cancel);
        try
        {
            if (life != Life.Started)
                throw new InvalidOperationException("The host does not run");
            await change(plugins);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WatchAsync()
    {
        using var watcher = new PluginWatcher(plugins!.Root, options, log);
        while (await watcher.NextLookAsync(stopping.Token))
        {
            // Not once the host stops: StopAsync waits for this loop, and holds the gate.
            await gate.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                watcher.Settling = await plugins!.FollowAsync(stopping.Token);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogError(e, "The plugin folder {Folder} could not be read", plugins!.Root);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    private ProbeNode MakeNode(ProbeStatus status) => new(graph, hostNode, status, log);

    private ProbeRunner MakeRunner(string name, Func<TopologyProbe> make, ProbeNode node)
    {
        var probeLog = options.LoggerFactory.CreateLogger("Steffi.Probes." + name);
        return new(name, make,
            reconciles => new RunContext(graph, hostNode, OriginOf(name), configuration.GetSection(name), probeLog, node, reconciles),
            node, options, log);
    }

    private string OriginOf(string probe) => $"{probe}.{graph.Options.Host}";

    /// <summary>Takes a stopped probe out of the graph. One that was given up keeps its node, which says so.</summary>
    private void Forget(ProbeRunner runner, bool ended)
    {
        DeleteElements(runner);
        if (ended)
            runner.Node.Delete();
    }

    private void DeleteElements(ProbeRunner runner)
    {
        try
        {
            graph.Write(OriginOf(runner.Name), transaction => OriginElements.Delete(transaction, OriginOf(runner.Name)));
        }
        catch (Exception e) when (e is TransactionException or ObjectDisposedException or IOException)
        {
            log.LogError(e, "The elements of probe {Probe} could not be deleted", runner.Name);
        }
    }
}
