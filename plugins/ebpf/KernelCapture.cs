using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Steffi.Bpf;
using Steffi.Flows;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;
using Steffi.PcapFilter;
using Steffi.Probes;

namespace Steffi.Plugins.Ebpf;

/// <summary>One run of a capture that counts in the kernel, on one interface: loads, attaches, drains, and takes all of it away.</summary>
internal static class KernelCapture
{
    private const int WaitMilliseconds = 100;

    public static string? Refuses(CaptureRequest request, bool isHybrid)
    {
        string type = isHybrid ? "hybrid" : "ebpf";
        if (request.Flows.ReassembleTCP)
            return $"{type} has no ReassembleTCP: not every segment reaches this process; afpacket and pcap have it";
        if (request.SamplingRate > 1)
            return $"{type} has no SamplingRate: it counts every packet; afpacket and pcap have it";
        if (isHybrid && request.Flows.RawPacketLimit is < 0 or > KernelCaptureOptions.MostLooks)
            return $"hybrid has no RawPacketLimit beyond the first {KernelCaptureOptions.MostLooks} packets of a flow; afpacket and pcap have it";
        if (!isHybrid && request.Flows.RawPacketLimit != 0)
            return $"ebpf has no RawPacketLimit: packets are counted, not kept; hybrid has it up to {KernelCaptureOptions.MostLooks}, afpacket and pcap have any";
        if (!isHybrid && request.Flows.ExtraLayers.Count > 0)
            return "ebpf has no ExtraLayers: payload does not reach this process; hybrid, afpacket and pcap have them";
        return NativeLibrary.TryLoad("libbpf.so.1", out _) ? CaptureFilter.Refuses(request) : $"{type} needs libbpf.so.1 (package libbpf1)";
    }

    public static Task RunAsync(CaptureContext context, bool isHybrid, CancellationToken stopping) =>
        Task.Factory.StartNew(() => Run(context, isHybrid, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(CaptureContext context, bool isHybrid, CancellationToken stopping)
    {
        var options = KernelCaptureOptions.Of(context.Settings, isHybrid);
        var link = In(context, () => InterfaceLink.Of(context.InterfaceIndex));
        using var program = FlowProgram.Load(options.For(context.Request, link.HasEthernetHeader) with { Filter = Filter(context, link) });
        using var health = SharedHealth.Use(out string? withoutHealth);
        // Every packet of a loopback goes out and comes in: one of the two is enough.
        var directions = link.IsLoopback ? Directions.In : Directions.Both;
        var hook = In(context, () => InterfaceHook.Attach(program.Descriptor, context.InterfaceIndex, directions, options.Hook));
        var meter = new FlowMeter(program, context.Table, link.HasEthernetHeader, health);
        try
        {
            context.Report(withoutHealth is null ? CaptureState.Active : CaptureState.Degraded, withoutHealth);
            context.Log.LogInformation("{Type} on {Interface}: by {Hook}", isHybrid ? "hybrid" : "ebpf", context.InterfaceName, hook.Kind);
            Loop(context, meter, options.Drain, stopping);
        }
        finally
        {
            Detach(context, hook);
        }
        // What was counted before the program was detached.
        meter.Turn();
        meter.Turn(isLast: true);
        context.Tick(meter.Counters);
    }

    private static BpfInstruction[]? Filter(CaptureContext context, InterfaceLink link) => CaptureFilter.Of(context.Request).Expression is not { } expression ? null
        : In(context, () => new CaptureFilter(expression, CaptureFilter.WholeFrame).Compile(link.HasEthernetHeader ? LinkType.Ethernet : LinkType.Raw, context.InterfaceName));

    private static void Loop(CaptureContext context, FlowMeter meter, TimeSpan drain, CancellationToken stopping)
    {
        long turn = 0, tick = 0;
        while (!stopping.IsCancellationRequested)
        {
            long now = Environment.TickCount64;
            if (now >= turn || meter.IsPressed)
            {
                turn = now + (long)drain.TotalMilliseconds;
                meter.Turn();
            }
            if (now >= tick)
            {
                tick = now + 1000;
                context.Tick(meter.Counters);
            }
            meter.Wait(WaitMilliseconds);
        }
    }

    private static void Detach(CaptureContext context, InterfaceHook hook)
    {
        try
        {
            In(context, () => { hook.Dispose(); return true; });
        }
        catch (KernelCallException)
        {
            // The namespace is gone, and with it the interface and what hung on it.
            hook.Dispose();
        }
    }

    private static T In<T>(CaptureContext context, Func<T> what) =>
        context.NamespacePath is { } path ? NamespaceEntry.Run(path, context.NetNS, what) : what();
}
