using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>Real plugin assemblies in load contexts, without a host.</summary>
public sealed class LoadedPluginTests : IDisposable
{
    private readonly TempFolder root = new();
    private readonly ShadowCopies shadows = new();

    public void Dispose()
    {
        shadows.Dispose();
        root.Dispose();
    }

    [Fact]
    public void Exports_its_probes_and_version()
    {
        using var plugin = Load("English2");
        Assert.Equal("2.0.0", plugin.Version);
        Assert.Equal(["english", "whisper"], plugin.Exports.Probes.Select(probe => probe.Name).Order());
        Assert.All(plugin.Exports.Probes, probe => Assert.NotSame(probe.Make(), probe.Make()));
    }

    [Fact]
    public void Runs_from_a_copy_so_its_files_can_be_replaced()
    {
        using var plugin = Load("English1");
        var location = plugin.Exports.Probes[0].Make().GetType().Assembly.Location;
        Assert.False(location.StartsWith(root, StringComparison.Ordinal), location);
        Assert.True(File.Exists(location));
        plugin.Dispose();
        Assert.False(File.Exists(location));
    }

    [Fact]
    public void Code_leaves_memory_after_unloading()
    {
        var context = LoadAndUnload();
        for (var i = 0; context.IsAlive && i < 20; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(context.IsAlive);
    }

    [Fact]
    public void File_that_is_no_assembly_is_an_error_that_names_it()
    {
        var file = root.Write("junk/Junk.dll", "not an assembly");
        var error = Assert.Throws<PluginLoadException>(() => LoadedPlugin.Load(new("junk", Path.GetDirectoryName(file)!), shadows, []));
        Assert.Equal(("junk", file), (error.Plugin, error.File));
        Assert.Contains("BadImageFormatException", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Assembly_without_a_probe_is_an_error_that_says_so()
    {
        var folder = root.Drop("English1", "speech");
        File.Delete(Path.Combine(folder, "English.dll"));
        var error = Assert.Throws<PluginLoadException>(() => LoadedPlugin.Load(new("speech", folder), shadows, []));
        Assert.Equal(Path.Combine(folder, "Speech.dll"), error.File);
        Assert.Contains("no public class here derives from Steffi.Probes.TopologyProbe", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_shared_assembly_is_an_error_that_names_it()
    {
        var folder = root.Drop("English1", "english");
        var error = Assert.Throws<PluginLoadException>(() => LoadedPlugin.Load(new("english", folder), shadows, ["No.Such.Assembly"]));
        Assert.Contains("No.Such.Assembly", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugin_built_against_a_newer_contract_is_refused_with_both_versions()
    {
        var folder = root.Drop("English1", "english");
        MakeReferTo(Path.Combine(folder, "English.dll"), "Steffi.Probes", majorVersion: 99);
        var error = Assert.Throws<PluginLoadException>(() => LoadedPlugin.Load(new("english", folder), shadows, []));
        var has = typeof(TopologyProbe).Assembly.GetName().Version!;
        Assert.Equal($"built against Steffi.Probes 99.{has.Minor}.{has.Build}.{has.Revision}, but this host has {has}", error.Reason);
    }

    /// <summary>Changes the version in an assembly's reference: the first field of the row in the AssemblyRef table (ECMA-335 II.22.5).</summary>
    private static void MakeReferTo(string file, string assembly, ushort majorVersion)
    {
        var bytes = File.ReadAllBytes(file);
        using var image = new PEReader([.. bytes]);
        var metadata = image.GetMetadataReader();
        var row = metadata.AssemblyReferences.Single(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name) == assembly);
        var offset = image.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + (MetadataTokens.GetRowNumber(row) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), majorVersion);
        File.WriteAllBytes(file, bytes);
    }

    private LoadedPlugin Load(string plugin) => LoadedPlugin.Load(new(plugin, root.Drop(plugin, plugin)), shadows, []);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LoadAndUnload()
    {
        using var plugin = Load("English1");
        Assert.Equal("english", plugin.Exports.Probes[0].Make().Name);
        return plugin.Context;
    }
}
