using System.Reflection;

namespace Steffi.Probes;

/// <summary>An exception in one line, for a node's LastError.</summary>
internal static class ErrorText
{
    /// <summary>"Type: message", the causes after it; wrappers that say nothing themselves are left out.</summary>
    public static string Of(Exception exception)
    {
        var parts = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException)
            if (e.InnerException is null || e is not (TargetInvocationException or AggregateException))
                parts.Add($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        return string.Join(" <- ", parts);
    }
}
