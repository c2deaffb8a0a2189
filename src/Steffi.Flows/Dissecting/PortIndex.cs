using System.Numerics;

namespace Steffi.Flows;

/// <summary>Which dissectors are asked about a flow: a bit each.</summary>
internal sealed class PortIndex
{
    private const int Carriers = 5; // values of DissectorCarriers

    private readonly UInt128[] _anyPort = new UInt128[Carriers];
    private readonly Dictionary<ushort, UInt128>[] _onPort = [.. Enumerable.Range(0, Carriers).Select(_ => new Dictionary<ushort, UInt128>())];

    public PortIndex(FlowDissector[] dissectors)
    {
        for (int i = 0; i < dissectors.Length; i++)
            for (int carrier = 0; carrier < Carriers; carrier++)
                if (((int)dissectors[i].Carriers >> carrier & 1) != 0)
                    Add(dissectors[i], carrier, UInt128.One << i);
    }

    /// <summary>Everyone that may be asked.</summary>
    public UInt128 All(DissectorCarriers carrier, ushort source, ushort destination) =>
        _anyPort[BitOperations.Log2((uint)carrier)] | OnPorts(carrier, source, destination);

    /// <summary>Those whose ports match.</summary>
    public UInt128 OnPorts(DissectorCarriers carrier, ushort source, ushort destination)
    {
        var onPort = _onPort[BitOperations.Log2((uint)carrier)];
        return onPort.GetValueOrDefault(source) | onPort.GetValueOrDefault(destination);
    }

    private void Add(FlowDissector dissector, int carrier, UInt128 bit)
    {
        if (!dissector.OnlyOnPorts)
            _anyPort[carrier] |= bit;
        foreach (int port in dissector.Ports)
            _onPort[carrier][(ushort)port] = _onPort[carrier].GetValueOrDefault((ushort)port) | bit;
    }
}
