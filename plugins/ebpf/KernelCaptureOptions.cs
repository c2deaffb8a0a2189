using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Configuration;
using Steffi.Bpf;
using Steffi.Probes;

namespace Steffi.Plugins.Ebpf;

/// <summary>Settings of the capture types, below <c>capture: ebpf:</c> and <c>capture: hybrid:</c>; README.md lists them.</summary>
internal sealed record KernelCaptureOptions(int Flows, int RingBytes, int Looks, TimeSpan Drain, HookKind? Hook)
{
    /// <summary>Enough for what a dissector reads: a request or answer of several segments.</summary>
    private const int WholeFrame = 8192;

    /// <summary>As many packets with payload as <see cref="Steffi.Flows.ClassifierOptions.MaxPackets"/>: more are of no use, fewer could show less than a full capture.</summary>
    public const int MostLooks = 64;

    /// <summary>The headers of what is not counted in the kernel, and a DNS question's beginning.</summary>
    private const int Headers = 512;

    /// <exception cref="InvalidOperationException">A setting that is no number, or no kind of hook.</exception>
    public static KernelCaptureOptions Of(IConfigurationSection settings, bool isHybrid)
    {
        int ring = Number(settings, "ring.bytes", isHybrid ? 16 << 20 : 4 << 20);
        return new KernelCaptureOptions(
            Number(settings, "flows", 100_000),
            (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(ring, Environment.SystemPageSize)), 1u << 30),
            isHybrid ? Number(settings, "packets", MostLooks) : 0,
            TimeSpan.FromMilliseconds(Number(settings, "drain.ms", 1000)),
            settings["hook"] switch
            {
                null or "" => null,
                "tcx" => HookKind.Tcx,
                "clsact" => HookKind.Clsact,
                var other => throw new InvalidOperationException($"{settings.Path}:hook: '{other}' is neither tcx nor clsact"),
            });
    }

    public FlowProgramOptions For(CaptureRequest request, bool hasLinkHeader) => new()
    {
        Flows = Flows,
        RingBytes = RingBytes,
        Looks = Math.Min(Math.Max(Looks, request.Flows.RawPacketLimit), ushort.MaxValue),
        LooksAtBare = request.Flows.RawPacketLimit > 0,
        Largest = request.HeaderSize > 0 ? Math.Clamp(request.HeaderSize, 64, WholeFrame) : Looks > 0 || request.Flows.IPDefrag ? WholeFrame : Headers,
        Defragment = request.Flows.IPDefrag,
        HasLinkHeader = hasLinkHeader,
    };

    private static int Number(IConfigurationSection settings, string name, int otherwise) => settings[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw new InvalidOperationException($"{settings.Path}:{name}: '{text}' is no whole number above 0");
}
