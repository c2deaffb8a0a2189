using System.Reflection;
using Xunit;

namespace Steffi.Architecture.Tests;

/// <summary>The libraries below src, as they were built.</summary>
public sealed class LibraryLayerTests
{
    public static TheoryData<string> Libraries => [.. ProjectFile.All.Where(project => project.Area == "src").Select(project => project.Name)];

    [Fact]
    public void Every_library_of_the_layers_is_there() =>
        Assert.Superset(Layers.Names.ToHashSet(), Libraries.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Assembly_refers_only_to_what_lies_below_it(string library)
    {
        var referred = Load(library).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Steffi.", StringComparison.Ordinal));
        Assert.Empty(referred.Except(Layers.MayUse(library)));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_types_stand_in_the_projects_namespace(string library)
    {
        // One `using` for a user; folders are for the reader. Core is the product's own namespace.
        var expected = library == "Steffi.Core" ? "Steffi" : library;
        var elsewhere = Load(library).GetExportedTypes().Where(type => type.Namespace != expected).Select(type => type.FullName);
        Assert.Empty(elsewhere);
    }

    private static Assembly Load(string library) => Assembly.Load(new AssemblyName(library));
}
