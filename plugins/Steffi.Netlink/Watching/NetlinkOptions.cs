using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Steffi.Netlink;

/// <summary>Settings that both plugins read from their sections.</summary>
internal sealed record NetlinkOptions
{
    /// <summary>metrics.period, seconds: how often counters are read. At least 0.1; default 30.</summary>
    public TimeSpan MetricsPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>receive.buffer, bytes: what a namespace's notifications may fill before the kernel drops some. At least 4,096; default 4 MiB.</summary>
    public int ReceiveBuffer { get; init; } = 4 << 20;

    /// <summary>paths, separated by colons: directories in which namespaces are mounted, besides /run/netns (a container runtime's).</summary>
    public IReadOnlyList<string> Directories { get; init; } = [NamespaceScan.DefaultDirectory];

    /// <exception cref="FormatException">A value is no number or too small; the message names the setting.</exception>
    public static NetlinkOptions Read(IConfiguration settings) => new()
    {
        MetricsPeriod = TimeSpan.FromSeconds(Number(settings, "metrics.period", 30, 0.1)),
        Directories = [NamespaceScan.DefaultDirectory, .. Paths(settings)],
        ReceiveBuffer = (int)Math.Min(Number(settings, "receive.buffer", 4 << 20, 4096), int.MaxValue),
    };

    // One text with colons, or a list as configuration files have it.
    private static IEnumerable<string> Paths(IConfiguration settings) =>
        (settings["paths"] is { } text ? text.Split(':') : settings.GetSection("paths").GetChildren().Select(c => c.Value ?? ""))
        .Where(path => path.Length > 0 && path != NamespaceScan.DefaultDirectory);

    /// <summary>A setting by its dotted name, written as one key or as nested sections.</summary>
    public static string? Text(IConfiguration settings, string name) => settings[name] ?? settings[name.Replace('.', ':')];

    /// <exception cref="FormatException">No number, or below the minimum.</exception>
    public static double Number(IConfiguration settings, string name, double otherwise, double minimum)
    {
        if (Text(settings, name) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= minimum
            ? number
            : throw new FormatException($"setting {name}: \"{text}\" is no number of at least {minimum.ToString(CultureInfo.InvariantCulture)}");
    }
}
