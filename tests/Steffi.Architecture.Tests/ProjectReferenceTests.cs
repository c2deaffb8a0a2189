using Xunit;

namespace Steffi.Architecture.Tests;

/// <summary>The project files: what is referred to without being used does not show in an assembly.</summary>
public sealed class ProjectReferenceTests
{
    public static TheoryData<string> Projects =>
        [.. ProjectFile.All.Where(project => project.Area is "src" or "plugins" or "samples").Select(project => project.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_refers_only_to_what_it_may_know(string path)
    {
        var project = ProjectFile.At(path);
        Assert.Empty(project.References.Where(reference => !MayKnow(project, reference.Project, reference.OnlyBuilt)).Select(reference => reference.Project.Path));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Package_versions_are_central(string path) =>
        Assert.DoesNotContain("Version=", string.Join('\n', Repository.Read(path).Split('\n').Where(line => line.Contains("<PackageReference", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Own_packages_are_not_referred_to_where_the_project_is_at_hand()
    {
        // The package would bring an older Steffi.Core beside the present one.
        var wrong = ProjectFile.All.Where(project => project.Area is "src" or "plugins")
            .SelectMany(project => project.Packages.Where(package => package.StartsWith("Steffi.", StringComparison.Ordinal)).Select(package => $"{project}: {package}"));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("src/Steffi.Core/Steffi.Core.csproj", "src/Steffi.Gremlin/Steffi.Gremlin.csproj")]
    [InlineData("src/Steffi.Gremlin/Steffi.Gremlin.csproj", "src/Steffi.Probes/Steffi.Probes.csproj")]
    [InlineData("src/Steffi.Flows/Steffi.Flows.csproj", "src/Steffi.Probes/Steffi.Probes.csproj")]
    [InlineData("src/Steffi.Probes/Steffi.Probes.csproj", "src/Steffi.Gremlin/Steffi.Gremlin.csproj")]
    [InlineData("src/Steffi.Core/Steffi.Core.csproj", "tests/Steffi.Probes.Tests/Steffi.Probes.Tests.csproj")]
    [InlineData("src/Steffi.Probes/Steffi.Probes.csproj", "plugins/netlink/Steffi.Plugins.Netlink.csproj")]
    [InlineData("plugins/netns/Steffi.Plugins.NetNS.csproj", "plugins/netlink/Steffi.Plugins.Netlink.csproj")]
    [InlineData("plugins/netlink/Steffi.Plugins.Netlink.csproj", "src/Steffi.Gremlin/Steffi.Gremlin.csproj")]
    [InlineData("samples/EmbeddedGraph/EmbeddedGraph.csproj", "plugins/netlink/Steffi.Plugins.Netlink.csproj")]
    public void These_are_refused(string from, string to) => Assert.False(MayKnow(ProjectFile.At(from), ProjectFile.At(to), onlyBuilt: false));

    private static bool MayKnow(ProjectFile from, ProjectFile to, bool onlyBuilt) => (from.Area, to.Area) switch
    {
        ("src", "src") => Layers.MayUse(from.Name).Contains(to.Name),
        ("plugins", "src") => Layers.Contracts.Contains(to.Name),
        // What two plugins share is a library; nobody knows a plugin but the host that loads it.
        ("plugins", "plugins") => !to.IsPlugin,
        ("samples", "src") => true,
        // A sample may have a plugin built to lay it into its plugin folder.
        ("samples", "plugins") => !to.IsPlugin || onlyBuilt,
        _ => false,
    };
}
