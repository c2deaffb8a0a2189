using System.Xml.Linq;

namespace Steffi.Architecture.Tests;

/// <summary>A project of the repository, read from its file.</summary>
internal sealed class ProjectFile
{
    public ProjectFile(string path)
    {
        Path = path;
        var xml = XDocument.Parse(Repository.Read(path));
        var folder = System.IO.Path.GetDirectoryName(path)!;
        References = [.. Values(xml, "ProjectReference").Select(reference =>
            System.IO.Path.GetRelativePath(Repository.Root, System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, folder, reference.Replace('\\', '/')))))];
        Packages = [.. Values(xml, "PackageReference")];
        IsPlugin = path.StartsWith("plugins/", StringComparison.Ordinal)
            && xml.Descendants("EnableDynamicLoading").Any(element => element.Value == "true");
    }

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => new ProjectFile(file))];

    /// <summary>From the root, with forward slashes.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>src, plugins, samples, benchmarks, tests.</summary>
    public string Area => Path.Split('/')[0];

    /// <summary>Paths from the root.</summary>
    public IReadOnlyList<string> References { get; }

    public IReadOnlyList<string> Packages { get; }

    /// <summary>Loaded by a host; the other projects below plugins/ are libraries that plugins share.</summary>
    public bool IsPlugin { get; }

    public override string ToString() => Path;

    private static IEnumerable<string> Values(XDocument xml, string item) =>
        xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
}
