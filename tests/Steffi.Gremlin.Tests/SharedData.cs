namespace Steffi.Gremlin.Tests;

/// <summary>The reference cases beside the repository; STEFFI_SHARED names another place.</summary>
internal static class SharedData
{
    public static string? Find(string relativePath)
    {
        var root = Environment.GetEnvironmentVariable("STEFFI_SHARED") ?? Path.Combine(FindRepository(), "..", "shared");
        var path = Path.Combine(root, relativePath);
        return File.Exists(path) ? path : null;
    }

    public static string FindRepository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Steffi.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException($"No Steffi.sln above {AppContext.BaseDirectory}");
    }
}
