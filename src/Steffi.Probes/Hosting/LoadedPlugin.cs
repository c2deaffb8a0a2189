using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>A plugin's code in memory: a load context of its own, and what its main assembly exports.</summary>
internal sealed class LoadedPlugin : IDisposable
{
    /// <summary>
    /// What host and plugin hand each other. Everything else comes from the plugin's folder when it is there, in the version that is there.
    /// </summary>
    private static readonly string[] Contract =
    [
        "Steffi.Core", "Steffi.Flows", "Steffi.Probes",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Configuration.Binder",
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Primitives",
    ];

    private readonly PluginLoader loader;
    private readonly string? shadow;

    private LoadedPlugin(PluginLoader loader, string? shadow, string version, PluginExports exports)
    {
        this.loader = loader;
        this.shadow = shadow;
        Version = version;
        Exports = exports;
    }

    public string Version { get; }

    public PluginExports Exports { get; }

    /// <summary>Alive as long as anything still holds on to the plugin's code.</summary>
    public WeakReference Context => new(loader.LoadContext);

    /// <remarks>Without <paramref name="shadows"/> it runs from its own folder, whose files must then stay as they are.</remarks>
    /// <exception cref="PluginLoadException">Nothing stays loaded.</exception>
    public static LoadedPlugin Load(PluginFolder folder, ShadowCopies? shadows, IReadOnlyCollection<string> shared)
    {
        var file = folder.Path;
        string? shadow = null;
        PluginLoader? loader = null;
        try
        {
            file = folder.FindMainAssembly();
            shadow = shadows?.Copy(folder);
            loader = MakeLoader(Path.Combine(shadow ?? folder.Path, Path.GetFileName(file)), [.. Contract, .. shared]);
            var assembly = loader.LoadDefaultAssembly();
            CheckContractVersion(folder.Name, file, assembly);
            return new LoadedPlugin(loader, shadow, VersionOf(assembly), PluginExports.Find(folder.Name, file, assembly));
        }
        catch (Exception e)
        {
            loader?.Dispose();
            if (shadow is not null)
                ShadowCopies.TryDelete(shadow);
            if (e is PluginLoadException)
                throw;
            throw new PluginLoadException(folder.Name, file, ErrorText.Of(e), e);
        }
    }

    public void Dispose()
    {
        loader.Dispose();
        if (shadow is not null)
            ShadowCopies.TryDelete(shadow);
    }

    private static PluginLoader MakeLoader(string assembly, string[] shared)
    {
        var config = new PluginConfig(assembly) { IsUnloadable = true };
        // The loader would also share whatever the shared assemblies refer to: what the plugin brings itself is declared private.
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(assembly)!, "*.dll"))
            if (Path.GetFileNameWithoutExtension(file) is var name && !shared.Contains(name, StringComparer.OrdinalIgnoreCase))
                config.PrivateAssemblies.Add(new AssemblyName { Name = name });
        config.DefaultContext = AssemblyLoadContext.GetLoadContext(typeof(TopologyProbe).Assembly)!;
        foreach (var name in shared)
            config.SharedAssemblies.Add(new AssemblyName(name));
        return new PluginLoader(config);
    }

    /// <summary>A plugin built against a newer contract would otherwise fail later and elsewhere, at the first missing member.</summary>
    private static void CheckContractVersion(string plugin, string file, Assembly assembly)
    {
        foreach (var contract in new[] { typeof(TopologyProbe), typeof(FlowDissector), typeof(Graph) }.Select(type => type.Assembly.GetName()))
            foreach (var built in assembly.GetReferencedAssemblies())
                if (built.Name == contract.Name && built.Version > contract.Version)
                    throw new PluginLoadException(plugin, file,
                        $"built against {built.Name} {built.Version}, but this host has {contract.Version}");
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "0.0.0";
}
