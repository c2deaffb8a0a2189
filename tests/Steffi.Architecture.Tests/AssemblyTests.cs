using System.Reflection;
using Xunit;

namespace Steffi.Architecture.Tests;

/// <summary>The libraries and plugins, as they were built.</summary>
public sealed class AssemblyTests
{
    public static TheoryData<string> Libraries => [.. ProjectFile.All.Where(project => project.Area == "src").Select(project => project.Name)];

    public static TheoryData<string> Plugins => [.. ProjectFile.All.Where(project => project.Area == "plugins").Select(project => project.Name)];

    [Fact]
    public void Every_library_of_the_layers_is_there() =>
        Assert.Superset(Layers.Names.ToHashSet(), Libraries.Select(row => row.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_refers_only_to_what_lies_below_it(string library) =>
        Assert.Empty(OwnReferences(library).Except(Layers.MayUse(library)));

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Plugin_refers_only_to_the_contracts_and_to_what_plugins_share(string plugin)
    {
        var shared = ProjectFile.All.Where(project => project.Area == "plugins" && !project.IsPlugin).Select(project => project.Name);
        Assert.Empty(OwnReferences(plugin).Except(Layers.Contracts).Except(shared));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    [MemberData(nameof(Plugins))]
    public void Public_types_stand_in_the_projects_namespace(string project)
    {
        // One `using` for a user; folders are for the reader. Core is the product's own namespace.
        var expected = project == "Steffi.Core" ? "Steffi" : project;
        var elsewhere = Load(project).GetExportedTypes().Where(type => type.Namespace != expected).Select(type => type.FullName);
        Assert.Empty(elsewhere);
    }

    private static IEnumerable<string> OwnReferences(string assembly) => Load(assembly).GetReferencedAssemblies()
        .Select(name => name.Name!).Where(name => name.StartsWith("Steffi.", StringComparison.Ordinal));

    private static Assembly Load(string library) => Assembly.Load(new AssemblyName(library));
}
