using Microsoft.Extensions.Configuration;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>The probe's settings.</summary>
internal sealed record SocketInfoOptions
{
    /// <summary>period, seconds: time between looks at all sockets; longer where a look takes long. Default 1.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="FormatException">A value is no number or too small; the message names the setting.</exception>
    public static SocketInfoOptions Read(IConfiguration settings) => new()
    {
        Period = TimeSpan.FromSeconds(NetlinkOptions.Number(settings, "period", 1, 0.05)),
    };
}
