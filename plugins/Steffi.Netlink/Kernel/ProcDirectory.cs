using System.IO.Enumeration;

namespace Steffi.Netlink.Kernel;

/// <summary>Directories of proc(5) whose entries are numbers: processes, threads, descriptors.</summary>
internal static class ProcDirectory
{
    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Its numbers; none when the process ended, or may not be inspected.</summary>
    public static IReadOnlyList<int> Numbers(string directory)
    {
        try
        {
            return [.. new FileSystemEnumerable<int>(directory, static (ref FileSystemEntry entry) => int.Parse(entry.FileName), Flat)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => int.TryParse(entry.FileName, out _),
            }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
