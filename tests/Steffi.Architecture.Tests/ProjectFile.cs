using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Steffi.Architecture.Tests;

/// <summary>A project of the repository, read from its file.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument xml;

    private ProjectFile(string path)
    {
        Path = path;
        xml = XDocument.Parse(Repository.Read(path));
        IsPlugin = path.StartsWith("plugins/", StringComparison.Ordinal)
            && xml.Descendants("EnableDynamicLoading").Any(element => element.Value == "true");
        Packages = [.. xml.Descendants("PackageReference").Select(element => element.Attribute("Include")?.Value).OfType<string>()];
    }

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => new ProjectFile(file))];

    /// <summary>From the root, with forward slashes.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>src, plugins, samples, benchmarks, tests.</summary>
    public string Area => Path.Split('/')[0];

    public IReadOnlyList<string> Packages { get; }

    /// <summary>Loaded by a host; the other projects below plugins/ are libraries that plugins share.</summary>
    public bool IsPlugin { get; }

    /// <summary>The projects that it refers to; <c>OnlyBuilt</c> when it has them built without knowing their types.</summary>
    public IEnumerable<(ProjectFile Project, bool OnlyBuilt)> References =>
        from element in xml.Descendants("ProjectReference")
        let onlyBuilt = ((string?)element.Attribute("ReferenceOutputAssembly") ?? (string?)element.Element("ReferenceOutputAssembly")) == "false"
        from include in (element.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from project in Named(include)
        select (project, onlyBuilt);

    public static ProjectFile At(string path) => All.Single(project => project.Path == path);

    public override string ToString() => Path;

    /// <summary>The projects that an Include names, by MSBuild's wildcards or without.</summary>
    private List<ProjectFile> Named(string include)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var path = System.IO.Path.GetRelativePath(Repository.Root,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, folder, include.Replace('\\', '/'))));
        var pattern = "^" + Regex.Escape(path).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$";
        var named = All.Where(project => Regex.IsMatch(project.Path, pattern)).ToList();
        return named.Count > 0 || include.Contains('*', StringComparison.Ordinal) ? named
            : throw new InvalidOperationException($"{Path} refers to {include}, which is no project of this repository");
    }
}
