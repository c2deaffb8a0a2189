using System.Text.RegularExpressions;
using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.PcapFilter;

/// <summary>What of each packet a request wants, as libpcap's expression and as a program for the kernel.</summary>
/// <param name="Expression">In tcpdump's language; null for every packet.</param>
/// <param name="SnapLength">Bytes of each packet.</param>
internal sealed partial record CaptureFilter(string? Expression, int SnapLength)
{
    /// <summary>More than any frame, GSO ones too, as libpcap has it.</summary>
    public const int WholeFrame = 262_144;

    private const uint NetmaskUnknown = 0xffffffff;

    /// <summary>What the request asks for.</summary>
    /// <param name="request">Its BPFFilter and HeaderSize.</param>
    /// <param name="besides">An expression that has to hold too.</param>
    public static CaptureFilter Of(CaptureRequest request, string? besides = null)
    {
        var asked = string.IsNullOrWhiteSpace(request.BPFFilter) ? null : request.BPFFilter;
        var both = asked is null || besides is null ? asked ?? besides : $"({asked}) and ({besides})";
        return new(both, request.HeaderSize > 0 ? Math.Min(request.HeaderSize, WholeFrame) : WholeFrame);
    }

    /// <summary>Why the request's filter cannot be used on any interface; null when it can.</summary>
    public static string? Refuses(CaptureRequest request, bool alwaysNeedsLibpcap = false)
    {
        if (Of(request).Expression is not { } expression)
            return alwaysNeedsLibpcap ? Libpcap.Missing : null;
        if (Libpcap.Missing is { } missing)
            return missing;
        try
        {
            new CaptureFilter(expression, WholeFrame).Compile(LinkType.Ethernet);
            return null;
        }
        catch (FormatException e)
        {
            return $"BPFFilter '{expression}': {e.Message}";
        }
    }

    /// <summary>The program; null when every packet is wanted whole.</summary>
    /// <param name="linkType">What packets begin with.</param>
    /// <param name="device">
    /// An interface of this thread's namespace. The kernel takes VLAN tags out of packets before a filter sees them; libpcap makes up for it only in
    /// programs for an open device. Null where no packet will be met.
    /// </param>
    /// <exception cref="FormatException">The expression is none; libpcap's words.</exception>
    public BpfInstruction[]? Compile(LinkType linkType, string? device = null)
    {
        if (Expression is null)
            return SnapLength >= WholeFrame ? null : BpfInstruction.Take((uint)SnapLength);
        nint handle = 0;
        if (device is not null && NamesVlan().IsMatch(Expression))
        {
            handle = Libpcap.Create(device);
            if (handle != 0 && Libpcap.pcap_activate(handle) < 0)
            {
                Libpcap.pcap_close(handle);
                handle = 0;
            }
        }
        if (handle == 0)
            handle = Libpcap.pcap_open_dead(NumberOf(linkType), SnapLength);
        try
        {
            return Compile(handle);
        }
        finally
        {
            Libpcap.pcap_close(handle);
        }
    }

    private unsafe BpfInstruction[] Compile(nint handle)
    {
        Libpcap.Program program;
        if (Libpcap.pcap_compile(handle, &program, Expression!, optimize: 1, NetmaskUnknown) < 0)
            throw new FormatException(Libpcap.Error(handle));
        try
        {
            var instructions = new ReadOnlySpan<BpfInstruction>(program.Instructions, (int)program.Length).ToArray();
            // A live handle has a snap length of its own.
            for (int i = 0; i < instructions.Length; i++)
                if (instructions[i] is { Code: 0x06, Value: > 0 })
                    instructions[i] = BpfInstruction.Take((uint)SnapLength)[0];
            return instructions;
        }
        finally
        {
            Libpcap.pcap_freecode(&program);
        }
    }

    /// <summary>A link type as libpcap's calls number it: raw IP otherwise than in files.</summary>
    private static int NumberOf(LinkType linkType) => linkType is LinkType.Raw or LinkType.RawOpenBsd ? (int)LinkType.RawBsd : (int)linkType;

    [GeneratedRegex(@"\bvlan\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesVlan();
}
