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
        var project = new ProjectFile(path);
        var wrong = project.References.Where(reference => !MayKnow(project, new ProjectFile(reference)));
        Assert.Empty(wrong);
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
    public void These_are_refused(string from, string to) => Assert.False(MayKnow(new ProjectFile(from), new ProjectFile(to)));

    private static bool MayKnow(ProjectFile from, ProjectFile to) => (from.Area, to.Area) switch
    {
        ("src", "src") => Layers.MayUse(from.Name).Contains(to.Name),
        ("plugins", "src") => Layers.Contracts.Contains(to.Name),
        // What two plugins share is a library; nobody knows a plugin but the host that loads it.
        ("plugins", "plugins") => !to.IsPlugin,
        ("samples", "src") => true,
        ("samples", "plugins") => !to.IsPlugin || from.References.Contains(to.Path) && OnlyBuildsIt(from, to),
        _ => false,
    };

    /// <summary>A sample may have a plugin built and lay it into its plugin folder, without knowing its types.</summary>
    private static bool OnlyBuildsIt(ProjectFile from, ProjectFile to) =>
        Repository.Read(from.Path).Split("<ProjectReference").Any(element =>
            element.Contains(to.Name, StringComparison.Ordinal) && element.Contains("ReferenceOutputAssembly=\"false\"", StringComparison.Ordinal));
}
