using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MongoDB.</summary>
/// <remarks>Source: MongoDB Wire Protocol, standard message header.</remarks>
public sealed class MongoDissector() : MarkDissector("MongoDB", DissectorCarriers.Tcp, 27017, 27018)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 16)
            return OnPort(input) ? Verdict.More : Verdict.NotMine;
        int length = BinaryPrimitives.ReadInt32LittleEndian(payload), answers = BinaryPrimitives.ReadInt32LittleEndian(payload[8..]), code = BinaryPrimitives.ReadInt32LittleEndian(payload[12..]);
        return If(code is >= 2001 and <= 2013 or 1 && length is >= 16 and < 48_000_000 && (OnPort(input) || code > 1 && answers == 0 && length >= payload.Length));
    }
}
