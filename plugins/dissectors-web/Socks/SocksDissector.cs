using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>SOCKS 4, 4a and 5: to where the proxy was asked to connect; hands over to what it carries.</summary>
/// <remarks>Source: RFC 1928, RFC 1929 (passwords are not kept), the SOCKS 4 and 4A protocol descriptions.</remarks>
public sealed class SocksDissector() : FlowDissector("SOCKS", DissectorCarriers.Tcp, 1080, 9050)
{
    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var client = input.FromClient ? input.Payload : input.Opposite;
        var server = input.FromClient ? input.Opposite : input.Payload;
        if (client is not [4 or 5, ..])
            return Verdict.NotMine;
        var asked = new PayloadReader(client);
        var told = new PayloadReader(server);
        var verdict = asked.Byte() == 5 ? Socks5(ref asked, ref told, fields) : Socks4(ref asked, ref told, fields);
        if (verdict == Verdict.More && input.IsTruncated)
            return Verdict.NotMine;
        if (verdict == Verdict.Carries)
            (input.InnerPayload, input.InnerOpposite) = input.FromClient ? (asked.Position, told.Position) : (told.Position, asked.Position);
        return verdict;
    }

    private static Verdict Socks5(ref PayloadReader asked, ref PayloadReader told, FlowFields fields)
    {
        int methods = asked.Byte();
        if (asked.Failed)
            return Verdict.More;
        if (methods is 0 or > 10)
            return Verdict.NotMine;
        asked.Skip(methods);
        // The client waits for the choice, so nothing may follow yet.
        if (told.Left == 0)
            return asked.Left > 0 ? Verdict.NotMine : Verdict.More;
        if (told.Byte() != 5)
            return Verdict.NotMine;
        byte method = told.Byte();
        if (told.Failed)
            return Verdict.More;
        if (method is not (0 or 2))
            return method == 0xff ? Verdict.Done : Verdict.NotMine;
        if (method == 2)
        {
            if (asked.Left > 0 && asked.Byte() != 1)
                return Verdict.NotMine;
            asked.Skip(asked.Byte());
            asked.Skip(asked.Byte());
            told.Skip(2);
        }
        if (asked.Left == 0 || asked.Failed)
            return Verdict.More;
        if (asked.Byte() != 5 || asked.Byte() is not (1 or 2 or 3) || asked.Byte() != 0)
            return asked.Failed ? Verdict.More : Verdict.NotMine;
        string target = Address(ref asked);
        int port = asked.UInt16();
        if (asked.Failed)
            return Verdict.More;
        fields.Set("SOCKS", "Version", 5);
        fields.Set("SOCKS", "Target", $"{target}:{port}");
        if (told.Left == 0 || told.Failed)
            return Verdict.Confirmed;
        if (told.Byte() != 5 || told.Byte() != 0)
            return Verdict.Done;
        told.Skip(1);
        Address(ref told);
        told.Skip(2);
        return told.Failed ? Verdict.Confirmed : Verdict.Carries;
    }

    private static Verdict Socks4(ref PayloadReader asked, ref PayloadReader told, FlowFields fields)
    {
        if (asked.Byte() is not (1 or 2))
            return asked.Failed ? Verdict.More : Verdict.NotMine;
        int port = asked.UInt16();
        var address = asked.Bytes(4);
        // A user's name, and in 4a a host's, each ended by a zero; nothing may follow before the answer.
        if (asked.Failed || !TryZeroEnded(ref asked, out _))
            return asked.Left > 255 ? Verdict.NotMine : Verdict.More;
        string target = $"{address[0]}.{address[1]}.{address[2]}.{address[3]}";
        if (address[..3].IndexOfAnyExcept((byte)0) < 0 && address[3] != 0)
        {
            if (!TryZeroEnded(ref asked, out var name))
                return asked.Left > 255 ? Verdict.NotMine : Verdict.More;
            target = PayloadText.Of(name, 255);
        }
        if (told.Left == 0)
            return asked.Left > 0 ? Verdict.NotMine : Verdict.More;
        byte zero = told.Byte(), code = told.Byte();
        if (told.Failed)
            return Verdict.More;
        if (zero != 0 || code is < 90 or > 93)
            return Verdict.NotMine;
        fields.Set("SOCKS", "Version", 4);
        fields.Set("SOCKS", "Target", $"{target}:{port}");
        told.Skip(6);
        return code != 90 ? Verdict.Done : told.Failed ? Verdict.Confirmed : Verdict.Carries;
    }

    private static bool TryZeroEnded(ref PayloadReader reader, out ReadOnlySpan<byte> text)
    {
        int end = reader.Rest.IndexOf((byte)0);
        text = end < 0 ? default : reader.Bytes(end + 1)[..end];
        return end >= 0;
    }

    private static string Address(ref PayloadReader reader)
    {
        byte type = reader.Byte();
        if (type == 3)
            return PayloadText.Of(reader.Bytes(reader.Byte()), 255);
        var bytes = reader.Bytes(type == 1 ? 4 : type == 4 ? 16 : int.MaxValue);
        return bytes.IsEmpty ? "" : new System.Net.IPAddress(bytes).ToString();
    }
}
