using System.Net;
using Microsoft.Extensions.Configuration;

namespace Steffi.Analyzer;

/// <summary>What the host runs with: the command line first, then section "analyzer" of the configuration file, then the defaults.</summary>
internal sealed record AnalyzerOptions(
    IPEndPoint Listen, string? DataFolder, TimeSpan? Retention, string PluginFolder, IConfiguration Configuration, bool Verbose)
{
    public const string DefaultListen = "127.0.0.1:8082", DefaultRetention = "7d";

    public static string DefaultDataFolder => Environment.IsPrivilegedProcess
        ? "/var/lib/steffi"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "steffi");

    public static string DefaultPluginFolder => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <param name="text"><c>127.0.0.1:8082</c>, <c>[::1]:8082</c>, <c>:8082</c> (every address), <c>8082</c> (loopback).</param>
    /// <param name="listen">Port 0 lets the system choose.</param>
    public static bool TryParseListen(string text, out IPEndPoint listen)
    {
        listen = new IPEndPoint(IPAddress.Loopback, 8082);
        if (ushort.TryParse(text, out ushort port))
        {
            listen.Port = port;
            return true;
        }
        if (text.StartsWith(':') && ushort.TryParse(text[1..], out port))
        {
            listen = new IPEndPoint(IPAddress.IPv6Any, port);
            return true;
        }
        text = text.Replace("localhost:", "127.0.0.1:", StringComparison.OrdinalIgnoreCase);
        return text.Contains(':') && IPEndPoint.TryParse(text, out listen!);
    }

    /// <param name="text"><c>7d</c>, <c>12h</c>, <c>30m</c>, <c>90s</c>, or <c>forever</c>, which gives null.</param>
    /// <param name="retention">More than zero.</param>
    public static bool TryParseRetention(string text, out TimeSpan? retention)
    {
        retention = null;
        if (text.Equals("forever", StringComparison.OrdinalIgnoreCase))
            return true;
        if (text.Length < 2 || !uint.TryParse(text[..^1], out uint number) || number == 0)
            return false;
        retention = char.ToLowerInvariant(text[^1]) switch
        {
            'd' => TimeSpan.FromDays(Math.Min(number, 1_000_000)),
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            's' => TimeSpan.FromSeconds(number),
            _ => null,
        };
        return retention is not null;
    }
}
