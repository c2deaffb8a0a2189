using System.Collections.Concurrent;
using Steffi.Flows;

namespace Steffi.Plugins.Pcap;

/// <summary>libpcap's filter on frames that are captured already.</summary>
internal sealed class PacketFilter : IPacketFilter
{
    private readonly ConcurrentDictionary<LinkType, BpfInstruction[]> programs = new();
    private readonly CaptureFilter filter;

    /// <exception cref="ArgumentException">The expression is none; libpcap's words.</exception>
    public PacketFilter(string expression)
    {
        filter = new CaptureFilter(expression, CaptureFilter.WholeFrame);
        try
        {
            programs[LinkType.Ethernet] = filter.Compile(LinkType.Ethernet)!;
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message);
        }
    }

    public unsafe bool Matches(in Frame frame)
    {
        fixed (BpfInstruction* program = programs.GetOrAdd(frame.LinkType, Compile))
        fixed (byte* packet = frame.Bytes)
            return program != null && Libpcap.bpf_filter(program, packet, (uint)frame.OriginalLength, (uint)frame.Bytes.Length) != 0;
    }

    // What does not compile for a link type ("ether host" for bare IP) matches none of its frames.
    private BpfInstruction[] Compile(LinkType linkType)
    {
        try
        {
            return filter.Compile(linkType)!;
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
