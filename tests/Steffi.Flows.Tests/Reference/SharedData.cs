namespace Steffi.Flows.Tests.Reference;

/// <summary>Data beside the repository: reference captures that are not part of it.</summary>
internal static class SharedData
{
    /// <returns>The folder, or null where it is missing.</returns>
    public static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", name) is var folder && Directory.Exists(folder))
                return folder;
        return null;
    }

    public static string Needed(string name)
    {
        string? folder = Folder(name);
        Assert.SkipWhen(folder is null, $"needs ../shared/data/{name}, which is not there");
        return folder;
    }
}
