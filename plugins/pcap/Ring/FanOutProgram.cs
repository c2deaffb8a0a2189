using Steffi.Flows;

namespace Steffi.Plugins.Pcap;

/// <summary>
/// The program by which the kernel chooses a packet's ring: what <see cref="ShardedFlowTable.ShardOf"/> computes. The kernel's own hash
/// (PACKET_FANOUT_HASH) tears flows apart: it looks into GRE and IP in IP, and takes the changing source ports of VXLAN for flows.
/// </summary>
internal static class FanOutProgram
{
    // linux/filter.h: where a program finds the link header and the network header, whichever of them the packet's data begins with.
    private const uint LinkHeader = unchecked((uint)-0x200000), NetworkHeader = unchecked((uint)-0x100000);
    private const uint Mixer = 0x9E3779B1, Geneve = 6081;
    private static readonly uint[] Vxlan = [4789, 8472, 4790];
    private const int MostTags = 4, MostExtensions = 3;
    private const uint Source = 0, Destination = 1, Sum = 2, Start = 3, Scratch = 4, Protocol = 5;   // words of memory

    /// <summary>For a packet socket.</summary>
    /// <param name="linkType">What packets begin with: Ethernet, or IP.</param>
    /// <param name="ports">Whether ports count.</param>
    public static BpfInstruction[] ForSocket(LinkType linkType, bool ports) => Of(linkType, ports, linkType == LinkType.Ethernet ? LinkHeader : NetworkHeader);

    /// <param name="linkType">What packets begin with.</param>
    /// <param name="ports">Whether ports count.</param>
    /// <param name="origin">Where they begin.</param>
    public static BpfInstruction[] Of(LinkType linkType, bool ports, uint origin)
    {
        var program = new BpfAssembler();
        program.Set(0);
        program.Keep(Sum);
        program.SetIndex(0);
        uint network = origin;
        if (linkType == LinkType.Ethernet)
        {
            network += 14;
            PassTags(program, origin + 12);
        }
        program.Label("IP");
        program.Load8(network);
        program.IfAtLeast(0x45, null, "none");
        program.IfGreater(0x4F, null, "4");
        program.IfAtLeast(0x60, null, "none");
        program.IfGreater(0x6F, "none", "6");
        Version4(program, network, ports);
        Version6(program, network, ports);
        if (ports)
            AddPorts(program, network);
        Mix(program);
        program.Label("none");
        program.Return(0);
        return program.Assemble();
    }

    private static void PassTags(BpfAssembler program, uint type)
    {
        for (int tag = 0; tag <= MostTags; tag++)
        {
            program.Load16(type);
            program.IfEqual(0x0800, "IP");
            program.IfEqual(0x86DD, "IP");
            if (tag == MostTags)
                break;
            program.IfEqual(0x8100, $"tag {tag}");
            program.IfEqual(0x88A8, $"tag {tag}");
            program.IfEqual(0x9100, $"tag {tag}", "none");
            program.Label($"tag {tag}");
            Advance(program, 4);
        }
        program.Goto("none");
    }

    private static void Version4(BpfAssembler program, uint network, bool ports)
    {
        program.Label("4");
        program.Load32(network + 12);
        program.Keep(Source);
        program.Load32(network + 16);
        program.Keep(Destination);
        if (ports)
        {
            program.Load16(network + 6);
            program.IfAnyBit(0x3FFF, "mix");
            program.Load8(network + 9);
            program.Keep(Protocol);
            program.Load8(network);
            program.And(0xF);
            program.ShiftLeft(2);
            program.PlusIndex();
            program.ToIndex();
        }
        program.Goto(ports ? "transport" : "mix");
    }

    private static void Version6(BpfAssembler program, uint network, bool ports)
    {
        program.Label("6");
        program.KeepIndex(Start);
        foreach (var (address, word) in ((uint, uint)[])[(network + 8, Source), (network + 24, Destination)])
        {
            program.Set(0);
            program.Keep(word);
            for (uint part = 0; part < 16; part += 4)
            {
                program.Load32(address + part);
                program.RecallIndex(word);
                program.PlusIndex();
                program.Times(Mixer);
                program.Keep(word);
                program.RecallIndex(Start);
            }
        }
        if (!ports)
            return;
        program.Load8(network + 6);
        program.Keep(Protocol);
        Advance(program, 40);
        for (int extension = 0; extension < MostExtensions; extension++)
        {
            program.Recall(Protocol);
            program.IfEqual(0, $"extension {extension}");
            program.IfEqual(43, $"extension {extension}");
            program.IfEqual(60, $"extension {extension}", "transport");
            program.Label($"extension {extension}");
            program.Load8(network);
            program.Keep(Protocol);
            program.Load8(network + 1);
            program.Plus(1);
            program.ShiftLeft(3);
            program.PlusIndex();
            program.ToIndex();
        }
    }

    private static void AddPorts(BpfAssembler program, uint transport)
    {
        program.Label("transport");
        program.Recall(Protocol);
        program.IfEqual(6, "ports");
        program.IfEqual(132, "ports");
        program.IfEqual(17, "datagram");
        program.IfEqual(136, "datagram", "mix");
        program.Label("datagram");
        program.Load16(transport + 2);
        foreach (uint port in Vxlan)
            program.IfEqual(port, "VXLAN");
        program.IfEqual(Geneve, "Geneve");
        program.Load16(transport);
        foreach (uint port in Vxlan)
            program.IfEqual(port, "mix");
        program.IfEqual(Geneve, "mix", "ports");
        program.Label("VXLAN");
        program.Load8(transport + 8);
        program.IfAnyBit(0x08, "VNI", "mix");
        program.Label("Geneve");
        program.Load8(transport + 8);
        program.IfAnyBit(0xC0, "mix");
        program.Label("VNI");
        program.Load32(transport + 12);
        program.ShiftRight(8);
        program.Keep(Sum);
        program.Goto("mix");
        program.Label("ports");
        program.Load16(transport);
        program.Keep(Scratch);
        program.Load16(transport + 2);
        program.RecallIndex(Scratch);
        program.PlusIndex();
        program.Keep(Sum);
    }

    private static void Mix(BpfAssembler program)
    {
        program.Label("mix");
        program.Recall(Source);
        program.RecallIndex(Destination);
        program.XorIndex();
        program.Times(Mixer);
        program.PlusIndex();
        program.RecallIndex(Source);
        program.PlusIndex();
        program.ToIndex();
        program.Recall(Sum);
        program.Times(Mixer);
        program.PlusIndex();
        program.Times(Mixer);
        program.ShiftRight(16);
        program.Return();
    }

    private static void Advance(BpfAssembler program, uint bytes)
    {
        program.FromIndex();
        program.Plus(bytes);
        program.ToIndex();
    }
}
