using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>The dissectors of a plugin folder, for a program that meters packets and runs no probes.</summary>
public static class DissectorPlugins
{
    /// <summary>Loads the plugins that have dissectors, for as long as the process lives; the others are not loaded.</summary>
    /// <param name="folder">A folder a plugin, as for a <see cref="ProbeHost"/>.</param>
    /// <param name="onFailure">Told of each plugin that could not be loaded; the others are.</param>
    /// <returns>Makes one instance of each for every flow table.</returns>
    public static CaptureCatalog Load(string folder, Action<PluginLoadException>? onFailure = null)
    {
        var catalog = new CaptureCatalog();
        foreach (var plugin in PluginFolder.AllIn(folder).Values.OrderBy(plugin => plugin.Name, StringComparer.Ordinal))
            try
            {
                if (HasDissectors(plugin.FindMainAssembly()))
                    catalog.Offer(plugin.Name, LoadedPlugin.Load(plugin, shadows: null, shared: []).Exports);
            }
            catch (PluginLoadException error)
            {
                onFailure?.Invoke(error);
            }
        return catalog;
    }

    // Whoever derives from a type refers to it; the reference is read without loading anything.
    private static bool HasDissectors(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        if (!file.HasMetadata)
            return false;
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Any(handle => metadata.GetTypeReference(handle) is var type
            && metadata.StringComparer.Equals(type.Name, nameof(FlowDissector)) && metadata.StringComparer.Equals(type.Namespace, typeof(FlowDissector).Namespace!));
    }
}
