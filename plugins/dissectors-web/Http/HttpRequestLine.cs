using System.Buffers;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What distinguishes HTTP/1 from everything else: its first line.</summary>
internal static class HttpRequestLine
{
    private const int LongestMethod = 20;

    // RFC 9110, 5.6.2: a method is a token; its case is the client's affair.
    private static readonly SearchValues<byte> tokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly string[] methods =
    [
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK",
        "UNLOCK", "REPORT", "SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "M-SEARCH", "RPC_IN_DATA", "RPC_OUT_DATA", "BITS_POST", "CCM_POST", "QUERY",
    ];

    /// <summary>Takes a line apart: method, target, and whether a version says HTTP/1.</summary>
    /// <returns>False when it is no request's.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        method = target = default;
        int first = line.IndexOf((byte)' ');
        if (first is < 1 or > LongestMethod || line[..first].IndexOfAnyExcept(tokenBytes) >= 0)
            return false;
        method = line[..first];
        var rest = line[(first + 1)..].TrimStart((byte)' ');
        int last = rest.LastIndexOf(" HTTP/"u8);
        if (last > 0)
        {
            target = rest[..last].TrimEnd((byte)' ');
            return rest.Length > last + 6 && rest[last + 6] is (byte)'0' or (byte)'1' or (byte)'2';
        }
        // HTTP/0.9: nothing follows the path.
        target = rest;
        return rest is [(byte)'/', ..] && rest.IndexOf((byte)' ') < 0 && (method.SequenceEqual("GET"u8) || method.SequenceEqual("POST"u8) || method.SequenceEqual("HEAD"u8));
    }

    /// <summary>Whether this can be the beginning of a request, as far as it is there.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        int space = bytes.IndexOf((byte)' ');
        var word = space < 0 ? bytes : bytes[..space];
        foreach (var method in methods)
            if (space < 0 ? StartsWith(method, word) : word.Length == method.Length && StartsWith(method, word))
                return true;
        return false;
    }

    private static bool StartsWith(string method, ReadOnlySpan<byte> word)
    {
        if (word.Length > method.Length)
            return false;
        for (int i = 0; i < word.Length; i++)
            if (word[i] != method[i])
                return false;
        return true;
    }
}
