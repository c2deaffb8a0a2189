using System.Diagnostics;

namespace Steffi.Architecture.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>What is, or would be, committed: tracked files and new ones that .gitignore does not exclude; paths with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Git("ls-files", "--cached", "--others", "--exclude-standard").Where(file => File.Exists(Path.Combine(Root, file))).Distinct()];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Steffi.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No Steffi.sln above {AppContext.BaseDirectory}");
    }

    private static string[] Git(params string[] arguments)
    {
        // -z: no quoting of unusual names. safe.directory: the tests may run as another user than the one who cloned.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", Root, .. arguments, "-z"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {git.ExitCode} in {Root}");
    }
}
