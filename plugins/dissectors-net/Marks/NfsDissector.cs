using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>NFS and its MOUNT, by the program that a remote procedure call names.</summary>
/// <remarks>Source: RFC 5531, 9; RFC 1813.</remarks>
public sealed class NfsDissector() : MarkDissector("NFS", DissectorCarriers.Tcp | DissectorCarriers.Udp, 2049)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var reader = new PayloadReader(input.Payload);
        if (input.Carrier == DissectorCarriers.Tcp && (reader.UInt32() & int.MaxValue) is < 24 or > 1 << 21)
            return reader.Failed ? Verdict.More : Verdict.NotMine;
        reader.Skip(4);
        uint kind = reader.UInt32(), rpc = reader.UInt32(), program = reader.UInt32(), version = reader.UInt32();
        if (reader.Failed)
            return input.Carrier == DissectorCarriers.Tcp && input.Payload.Length < 24 && OnPort(input) ? Verdict.More : Verdict.NotMine;
        return kind == 1 && OnPort(input) && rpc == 0 ? Verdict.More : If(kind == 0 && rpc == 2 && program is 100003 or 100005 && version is > 0 and < 5);
    }
}
