using System.Text.RegularExpressions;
using Xunit;

namespace Steffi.Architecture.Tests;

/// <summary>What every committed file must be free of.</summary>
public sealed partial class CommittedFileTests
{
    private const int LargestText = 4 << 20;

    [Fact]
    public void No_file_names_a_package_registry() => Assert.Empty(Hits(RegistryHost()));

    [Fact]
    public void No_file_names_a_place_on_somebodys_machine() => Assert.Empty(Hits(MachinePath()));

    [Fact]
    public void No_source_file_is_a_drawer_for_leftovers() =>
        Assert.DoesNotContain(Repository.Files, file => IsSource(file) && Drawer().IsMatch(Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void No_folder_is_a_drawer_for_leftovers() =>
        Assert.DoesNotContain(Repository.Files, file => IsSource(file)
            && file.Split('/')[..^1].Any(folder => folder is "Utils" or "Helpers" or "Managers" or "Models" or "Interfaces" or "Common"));

    [Fact]
    public void No_source_file_is_above_600_lines() =>
        Assert.DoesNotContain(Repository.Files, file => IsSource(file) && !file.Contains("/Generated/", StringComparison.Ordinal)
            && Repository.Read(file).Count(c => c == '\n') > 600);

    [Theory]
    [InlineData(true, "https://registry." + "npmjs.org/left-pad")]
    [InlineData(true, "https://api." + "nuget.org/v3/index.json")]
    [InlineData(true, "https://artifacts.example.com/nuget/" + "v3/index.json")]
    [InlineData(false, "https://github.com/skydive-project/skydive")]
    [InlineData(false, "NuGet packages")]
    public void Registry_hosts_are_recognised(bool expected, string text) => Assert.Equal(expected, RegistryHost().IsMatch(text));

    [Theory]
    [InlineData(true, "/home/" + "jane/steffi")]
    [InlineData(true, "\"/root" + "/.nuget\"")]
    [InlineData(true, "C:\\Users\\" + "jane")]
    [InlineData(true, "see /work" + "/main")]
    [InlineData(false, "../shared/data")]
    [InlineData(false, "/run/netns/blue")]
    [InlineData(false, "src/network/root/x")]
    public void Machine_paths_are_recognised(bool expected, string text) => Assert.Equal(expected, MachinePath().IsMatch(text));

    private static IEnumerable<string> Hits(Regex pattern)
    {
        foreach (var file in Repository.Files)
        {
            if (new FileInfo(Path.Combine(Repository.Root, file)).Length > LargestText)
                continue;
            var text = Repository.Read(file);
            if (text.Contains('\0'))
                continue;   // binary: recorded captures and the like
            foreach (Match match in pattern.Matches(text))
                yield return $"{file}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}";
        }
    }

    private static bool IsSource(string file) =>
        file.EndsWith(".cs", StringComparison.Ordinal) && file.Split('/')[0] is "src" or "plugins" or "samples";

    [GeneratedRegex(@"https?://[\w.-]*(nuget\.org|npmjs\.(org|com)|yarnpkg\.com|pypi\.org|pythonhosted\.org|crates\.io|proxy\.golang\.org|docker\.io|pkgs\.dev\.azure\.com|jfrog\.io)|https?://[^\s""'<>]*/(nuget|npm|pypi)/(v3|simple|index)", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"(?<![\w.})/])/(home/[a-z]|Users/[A-Za-z]|(root|work|tmp/wt)/)|[A-Z]:\\Users\\", RegexOptions.None)]
    private static partial Regex MachinePath();

    [GeneratedRegex("Helper|Util|Manager")]
    private static partial Regex Drawer();
}
