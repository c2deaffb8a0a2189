using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Redis: a command as an array of strings.</summary>
/// <remarks>Source: RESP protocol specification.</remarks>
public sealed class RedisDissector() : MarkDissector("Redis", DissectorCarriers.Tcp, 6379)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var reader = new PayloadReader(input.Payload);
        if (input.Payload[0] != '*')
            return Verdict.NotMine;
        if (!reader.TryLine(out var count))
            return input.Payload.Length < 8 ? Verdict.More : Verdict.NotMine;
        if (count.Length is < 2 or > 6 || count[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return Verdict.NotMine;
        return reader.Rest is [] or [(byte)'$'] ? Verdict.More : If(reader.Rest is [(byte)'$', >= (byte)'0' and <= (byte)'9', ..]);
    }
}
