namespace Steffi.Capture.Tests;

/// <summary>Data beside the repository: captures that are not part of it.</summary>
internal static class SharedData
{
    public static string Needed(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", name) is var folder && Directory.Exists(folder))
                return folder;
        Assert.Skip($"needs ../shared/data/{name}, which is not there");
        return "";
    }
}
