namespace Steffi.Dissectors.Tests;

/// <summary>The real captures beside the repository; STEFFI_SHARED names another place.</summary>
internal static class ReferenceCaptures
{
    /// <summary>Ends the test as skipped where they are not.</summary>
    public static string Folder()
    {
        var root = Environment.GetEnvironmentVariable("STEFFI_SHARED") ?? Path.Combine(Repository(), "..", "shared");
        var folder = Path.Combine(root, "data", "captures");
        Assert.SkipUnless(Directory.Exists(folder), $"no reference captures in {folder}");
        return folder;
    }

    /// <summary>Every capture of one corpus, or of all.</summary>
    public static IEnumerable<string> Files(string corpus = "") =>
        Directory.EnumerateFiles(Path.Combine(Folder(), corpus), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".pcap" or ".pcapng" or ".cap").Order(StringComparer.Ordinal);

    public static string Named(string relativePath) => Path.Combine(Folder(), relativePath);

    public static string Repository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Steffi.sln")))
                return directory.FullName;
        throw new InvalidOperationException($"No Steffi.sln above {AppContext.BaseDirectory}");
    }
}
