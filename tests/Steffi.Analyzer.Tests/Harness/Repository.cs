namespace Steffi.Analyzer.Tests;

/// Where things lie.
internal static class Repository
{
    public static string Root { get; } = Find();

    /// The host of the configuration that these tests are of.
    public static string Host { get; } = Path.Combine(Root, "samples", "Analyzer", "bin", Configuration, "net10.0", "steffi");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// A file of the shared reference data; the test is skipped where there is none.
    public static string Shared(string path)
    {
        var folder = Environment.GetEnvironmentVariable("STEFFI_SHARED") is { Length: > 0 } set ? set : Path.Combine(Root, "..", "shared");
        var file = Path.Combine(folder, path);
        if (!File.Exists(file))
            Assert.Skip($"needs the reference data: no {file} (STEFFI_SHARED names its folder)");
        return file;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Steffi.sln")))
                return folder.FullName;
        throw new InvalidOperationException("these tests run from within the repository: no Steffi.sln above " + AppContext.BaseDirectory);
    }
}
