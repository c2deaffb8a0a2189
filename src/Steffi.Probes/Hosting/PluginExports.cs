using System.Reflection;
using System.Runtime.CompilerServices;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>What the main assembly of a plugin offers: every public, concrete class of a contract.</summary>
internal sealed record PluginExports(
    IReadOnlyList<(string Name, Func<TopologyProbe> Make)> Probes,
    IReadOnlyList<(string Type, Func<PacketCapture> Make)> Captures,
    IReadOnlyList<Func<FlowDissector>> Dissectors)
{
    // Not inlined: no reference to the plugin's types may live on in the caller's frame.
    /// <exception cref="PluginLoadException">A class cannot be made, a name breaks the rule or stands twice, or there is nothing.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PluginExports Find(string plugin, string file, Assembly assembly)
    {
        var probes = Named<TopologyProbe>(probe => ProbeName.Of(probe, probe.GetType()), "probes are named");
        var captures = Named<PacketCapture>(capture => ProbeName.Of(capture), "captures are of type");
        var dissectors = Exported<FlowDissector>().ToList();
        foreach (var make in dissectors)
            make();
        return probes.Count + captures.Count + dissectors.Count > 0 ? new PluginExports(probes, captures, dissectors)
            : throw new PluginLoadException(plugin, file, "no public class here derives from Steffi.Probes.TopologyProbe, "
                + "Steffi.Probes.PacketCapture or Steffi.Flows.FlowDissector");

        List<(string, Func<T>)> Named<T>(Func<T, string> nameOf, string words) where T : class
        {
            var named = new List<(string Name, Func<T>)>();
            foreach (var make in Exported<T>())
            {
                var name = nameOf(make());
                if (named.Any(other => other.Name == name))
                    throw new PluginLoadException(plugin, file, $"two of its {words} '{name}'");
                named.Add((name, make));
            }
            return named;
        }

        IEnumerable<Func<T>> Exported<T>() where T : class
        {
            foreach (var type in assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(T))))
                yield return type.GetConstructor(Type.EmptyTypes) is null
                    ? throw new PluginLoadException(plugin, file, $"{type} has no public constructor without parameters")
                    : () => (T)Activator.CreateInstance(type)!;
        }
    }
}
