namespace Steffi.Analyzer;

/// <summary>Why a file cannot be read, in words that do not repeat its path.</summary>
internal static class FileFailure
{
    public static string Reason(Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "permission denied",
        _ => failure.Message,
    };
}
