using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Steffi.Bpf;

namespace Steffi.Ebpf.Tests;

/// <summary>Plugins with copies of this code of their own share one load of the programs that see the whole machine.</summary>
public partial class HealthProgramTests
{
    [Fact]
    public void Another_context_uses_what_is_loaded_and_keeps_it_when_the_first_one_ends()
    {
        Needs.RootAndLibbpf();
        Needs.Tool("bpftool", "bpftool");
        var before = Loaded();
        var first = HealthProgram.Start();
        var loaded = Loaded();
        Assert.True(loaded.IsProperSupersetOf(before));
        var context = new AssemblyLoadContext("another plugin");
        var type = context.LoadFromAssemblyPath(typeof(HealthProgram).Assembly.Location).GetType(typeof(HealthProgram).FullName!)!;
        Assert.NotEqual(typeof(HealthProgram), type);
        using (var second = (IDisposable)type.GetMethod(nameof(HealthProgram.Start), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!)
        {
            Assert.Equal(loaded, Loaded());
            first.Dispose();
            first.Dispose();
            Assert.Equal(loaded, Loaded());
            // A third one by what is left.
            using var third = HealthProgram.Start();
            Assert.Equal(loaded, Loaded());
            third.ReadDrops(0, static (_, _, _) => { });
            third.ReadFragments(0, static (_, _, _) => { });
            third.ReadConnections(0, static (_, _) => { });
        }
        SpinWait.SpinUntil(() => !Loaded().Overlaps(loaded.Except(before)), 10_000);
        Assert.Empty(Loaded().Intersect(loaded.Except(before)));
    }

    // Numbers of the programs of that name that hang on a link which this process has open.
    private static HashSet<string> Loaded()
    {
        var named = Drop().Matches(VethPair.Run("bpftool", "prog", "show")).Select(match => match.Groups[1].Value).ToHashSet();
        return [.. KernelObjects.OpenIn("/proc/self").Where(kind => kind.StartsWith("prog ", StringComparison.Ordinal)).Select(kind => kind[5..]).Where(named.Contains)];
    }

    [GeneratedRegex(@"(?m)^(\d+): \w+  name steffi_drop ")]
    private static partial Regex Drop();
}
