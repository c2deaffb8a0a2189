using Microsoft.Extensions.Configuration;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>The probe's settings.</summary>
internal sealed record SocketInfoOptions
{
    /// <summary>period, seconds: time between looks at all sockets; longer where a look takes long. Default 1.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>linger, seconds: how long an edge of who talks to whom stays after its last connection, while both processes live. Default 30.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>metrics.period, seconds: how often TCPHealth and Drops of processes are read. Default 30.</summary>
    public TimeSpan MetricsPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>trace: false does without tracepoints; connections between two looks are then missed, and how they fare. Default true.</summary>
    public bool Trace { get; init; } = true;

    /// <exception cref="FormatException">A value is no number or too small; the message names the setting.</exception>
    public static SocketInfoOptions Read(IConfiguration settings) => new()
    {
        Period = TimeSpan.FromSeconds(NetlinkOptions.Number(settings, "period", 1, 0.05)),
        Linger = TimeSpan.FromSeconds(NetlinkOptions.Number(settings, "linger", 30, 0)),
        MetricsPeriod = TimeSpan.FromSeconds(NetlinkOptions.Number(settings, "metrics.period", 30, 0.1)),
        Trace = NetlinkOptions.Text(settings, "trace") is not { } text || (bool.TryParse(text, out bool trace) ? trace
            : throw new FormatException($"setting trace: \"{text}\" is neither true nor false")),
    };
}
