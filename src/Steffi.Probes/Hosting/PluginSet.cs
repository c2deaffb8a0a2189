using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>The plugins of one folder: which are loaded, and which files were seen. Its caller lets in one change at a time.</summary>
internal sealed class PluginSet(
    string root,
    ProbeHostOptions options,
    Func<ProbeStatus, ProbeNode> makeNode,
    Func<string, Func<TopologyProbe>, ProbeNode, ProbeRunner> makeRunner,
    Action<ProbeRunner, bool> forget,
    CaptureCatalog catalog,
    ILogger log) : IAsyncDisposable
{
    private readonly SortedDictionary<string, Plugin> plugins = new(StringComparer.Ordinal);
    private readonly List<WeakReference> unloaded = [];
    private readonly Lazy<ShadowCopies> shadows = new();
    private string[] reserved = [];

    public string Root => root;

    public IReadOnlyList<ProbeRunner> Runners { get; private set; } = [];

    public IReadOnlyList<ProbeNode> Nodes { get; private set; } = [];

    public IReadOnlyCollection<WeakReference> Unloaded => unloaded;

    /// <summary>Loads what is there. Failures are on their nodes and in the log.</summary>
    /// <param name="own">Probes whose names are taken.</param>
    /// <param name="cancel">Checked before each plugin.</param>
    public async Task LoadAllAsync(IEnumerable<ProbeRunner> own, CancellationToken cancel)
    {
        reserved = [.. own.Select(runner => runner.Name)];
        if (!Directory.Exists(root))
            log.LogWarning("The plugin folder {Folder} does not exist", root);
        foreach (var folder in PluginFolder.AllIn(root).Values.OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            if (folder.Fingerprint().Length > 0)
                await TakeAsync(folder);
        }
    }

    public Task LoadAsync(string name) =>
        plugins.TryGetValue(name, out var plugin) && plugin.Loaded is not null ? Task.CompletedTask : ReloadAsync(name);

    public async Task ReloadAsync(string name)
    {
        var folder = new PluginFolder(name, Path.Combine(root, name));
        if (!PluginFolder.IsName(name))
            throw new PluginLoadException(name, root, "not the name of a plugin's folder");
        if (!Directory.Exists(folder.Path))
            throw new PluginLoadException(name, folder.Path, "no such folder");
        if (await TakeAsync(folder) is { } error)
            throw error;
    }

    public async Task UnloadAsync(string name)
    {
        if (!plugins.TryGetValue(name, out var plugin))
            return;
        await EndAsync(plugin, next: null);
        plugin.Failure?.Delete();
        plugin.Failure = null;
        Publish();
    }

    /// <summary>Compares the folder with what is loaded; acts on what has been found the same twice.</summary>
    /// <returns>True when something changed since the last look and has to rest.</returns>
    public async Task<bool> FollowAsync(CancellationToken cancel)
    {
        var settling = false;
        var found = PluginFolder.AllIn(root);
        foreach (var name in found.Keys.Union(plugins.Keys).Order(StringComparer.Ordinal).ToList())
        {
            if (cancel.IsCancellationRequested)
                return false;
            var plugin = Get(name);
            var files = found.TryGetValue(name, out var folder) ? folder.Fingerprint() : "";
            var rested = files == plugin.LastLook;
            plugin.LastLook = files;
            if (files == plugin.Files)
                continue;
            if (!rested)
                settling = true;
            else if (files.Length > 0)
                await TakeAsync(folder!);
            else
            {
                log.LogInformation("Plugin {Plugin}: its folder is gone", name);
                await UnloadAsync(name);
                plugins.Remove(name);
            }
        }
        return settling;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var plugin in plugins.Values)
        {
            await catalog.WithdrawAsync(plugin.Name);
            Free(plugin);
        }
        Runners = [];
        if (shadows.IsValueCreated)
            shadows.Value.Dispose();
    }

    private Plugin Get(string name) => plugins.TryGetValue(name, out var plugin) ? plugin : plugins[name] = new Plugin(name);

    /// <summary>Loads the files that are there; what was loaded of them before is stopped only once they could be loaded.</summary>
    private async Task<PluginLoadException?> TakeAsync(PluginFolder folder)
    {
        var plugin = Get(folder.Name);
        plugin.Files = plugin.LastLook = folder.Fingerprint();
        LoadedPlugin next;
        try
        {
            next = LoadedPlugin.Load(folder, shadows.Value, options.SharedAssemblies);
            CheckNames(folder, next);
        }
        catch (PluginLoadException error)
        {
            log.LogError(error, "Plugin {Plugin} could not be loaded", folder.Name);
            ShowFailure(plugin, error);
            return error;
        }

        var nodes = await EndAsync(plugin, next);
        plugin.Failure?.Delete();
        plugin.Failure = null;
        plugin.Loaded = next;
        foreach (var (name, make) in next.Exports.Probes)
        {
            if (nodes.TryGetValue(name, out var node))
                node.Update(status => status with { Version = next.Version, Restarts = 0 });
            else
                node = makeNode(new ProbeStatus(name, folder.Name, next.Version, ProbeState.Starting));
            plugin.Runners.Add(makeRunner(name, make, node));
        }
        Publish();
        foreach (var runner in plugin.Runners)
            runner.Start();
        catalog.Offer(folder.Name, next.Exports);
        log.LogInformation("Plugin {Plugin} {Version} loaded: {Exports}", folder.Name, next.Version, string.Join(", ",
            next.Exports.Probes.Select(probe => probe.Name).Concat(next.Exports.Captures.Select(capture => capture.Type))));
        return null;
    }

    private void CheckNames(PluginFolder folder, LoadedPlugin next)
    {
        foreach (var (type, _) in next.Exports.Captures)
        {
            if (catalog.Find(type) is not { } taken || taken.Plugin == folder.Name)
                continue;
            next.Dispose();
            throw new PluginLoadException(folder.Name, folder.Path, $"{(taken.Plugin.Length == 0 ? "this program" : $"plugin '{taken.Plugin}'")} has a capture type '{type}' already");
        }
        foreach (var (name, _) in next.Exports.Probes)
        {
            var holder = reserved.Contains(name) ? "this program"
                : plugins.Values.FirstOrDefault(other => other.Name != folder.Name && other.Runners.Any(runner => runner.Name == name)) is { } other
                    ? $"plugin '{other.Name}'" : null;
            if (holder is null)
                continue;
            next.Dispose();
            throw new PluginLoadException(folder.Name, folder.Path, $"{holder} has a probe '{name}' already");
        }
    }

    private void ShowFailure(Plugin plugin, PluginLoadException error)
    {
        if (plugin.Loaded is not null)
        {
            foreach (var runner in plugin.Runners)
                runner.Node.Update(status => status with { LastError = $"not reloaded, {status.Version} runs on: {error.Message}" });
            return;
        }
        plugin.Failure ??= makeNode(new ProbeStatus(plugin.Name, plugin.Name, null, ProbeState.Failed));
        plugin.Failure.Update(status => status with { LastError = error.Message });
        Publish();
    }

    /// <summary>Stops what is loaded of a plugin and frees it.</summary>
    /// <param name="plugin">Loaded or not.</param>
    /// <param name="next">What replaces it: the elements of the probes that it has too stay, until they replace them.</param>
    /// <returns>The nodes that go on.</returns>
    private async Task<Dictionary<string, ProbeNode>> EndAsync(Plugin plugin, LoadedPlugin? next)
    {
        var nodes = new Dictionary<string, ProbeNode>();
        var ended = await Task.WhenAll(plugin.Runners.Select(runner => runner.StopAsync()));
        foreach (var (runner, inTime) in plugin.Runners.Zip(ended))
            if (next?.Exports.Probes.Any(probe => probe.Name == runner.Name) == true)
            {
                nodes.Add(runner.Name, runner.Node);
                if (inTime)
                    runner.Node.Update(status => status with { LastError = null });
            }
            else
                forget(runner, inTime);
        await catalog.WithdrawAsync(plugin.Name);
        Free(plugin);
        return nodes;
    }

    private void Free(Plugin plugin)
    {
        plugin.Runners.Clear();
        if (plugin.Loaded is null)
            return;
        unloaded.RemoveAll(context => !context.IsAlive);
        unloaded.Add(plugin.Loaded.Context);
        plugin.Loaded.Dispose();
        plugin.Loaded = null;
        log.LogInformation("Plugin {Plugin} unloaded", plugin.Name);
    }

    private void Publish()
    {
        Runners = [.. plugins.Values.SelectMany(plugin => plugin.Runners)];
        Nodes = [.. plugins.Values.SelectMany(plugin => plugin.Runners.Select(runner => runner.Node).Concat(plugin.Failure is { } node ? [node] : []))];
    }

    private sealed class Plugin(string name)
    {
        public string Name => name;

        public LoadedPlugin? Loaded { get; set; }

        public List<ProbeRunner> Runners { get; } = [];

        /// <summary>Shows that it could not be loaded; null while it is.</summary>
        public ProbeNode? Failure { get; set; }

        /// <summary>What the files were when they were last loaded, or tried.</summary>
        public string Files { get; set; } = "";

        public string LastLook { get; set; } = "";
    }
}
