using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DCE/RPC over TCP: Microsoft's remote procedure calls.</summary>
/// <remarks>Source: DCE 1.1: Remote Procedure Call, 12.6.3.1; MS-RPCE 2.2.2.</remarks>
public sealed class DceRpcDissector() : MarkDissector("DCERPC", DissectorCarriers.Tcp, 135)
{
    private const int HeaderLength = 16, LastType = 20, FirstAndLast = 3, Bind = 11, AlterResponse = 15;

    private protected override Verdict Look(in DissectorInput input)
    {
        var header = input.Payload;
        if (header is not ([5] or [5, 0 or 1] or [5, 0 or 1, <= LastType, ..]))
            return Verdict.NotMine;
        if (header.Length < HeaderLength)
            return Verdict.More;
        // How integers, characters and floats are written; then the lengths of the fragment and of its signature.
        if (header[4] >> 4 > 1 || (header[4] & 15) > 1 || header[5] > 3 || header[6] != 0 || header[7] != 0)
            return Verdict.NotMine;
        bool isLittle = header[4] >> 4 == 1;
        int fragment = isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) : BinaryPrimitives.ReadUInt16BigEndian(header[8..]);
        int signature = isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(header[10..]) : BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
        if (fragment < HeaderLength || signature > fragment - HeaderLength)
            return Verdict.NotMine;
        // Elsewhere a few zeros are not much of a mark: it binds, or the fragment ends where the bytes do or the next one begins.
        if (OnPort(input) || header[2] is >= Bind and <= AlterResponse && (header[3] & FirstAndLast) != 0)
            return Verdict.Done;
        return fragment > header.Length ? Verdict.More : If((header[3] & FirstAndLast) != 0 && (fragment == header.Length || header[fragment] == 5));
    }
}
