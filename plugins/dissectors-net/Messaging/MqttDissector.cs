using System.Text.Unicode;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MQTT 3.1, 3.1.1 and 5: who connects, and the topics. User names and passwords are not kept.</summary>
/// <remarks>Source: OASIS MQTT 3.1.1 and 5.0; the MQTT 3.1 specification. A connection joined later is known on its port by a PUBLISH.</remarks>
public sealed class MqttDissector() : FlowDissector("MQTT", DissectorCarriers.Tcp, 1883)
{
    private const int Connect = 1, Publish = 3, Subscribe = 8, Reserved = 15;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool onPort = OnPort(input);
        var talk = input.State as MqttTalk ?? new MqttTalk();
        // Of the last packet, whose end may not have been there.
        int left = input.FromClient ? talk.LeftOfClient : talk.LeftOfServer;
        // Behind a gap that reaches over a packet's end nothing tells where the next one begins.
        if (input.IsConfirmed && input.Skipped > left)
            return Verdict.Done;
        left = Math.Max(left - input.Skipped, 0);
        while (true)
        {
            int passed = Math.Min(left, input.Payload.Length - input.Taken);
            (left, input.Taken) = (left - passed, input.Taken + passed);
            var reader = new PayloadReader(input.Payload[input.Taken..]);
            if (reader.Left == 0)
                break;
            byte first = reader.Byte();
            if (!input.IsConfirmed && first >> 4 is var type && !(first == Connect << 4 || onPort && type is > Connect and < Reserved))
                return Verdict.NotMine;
            int length = Length(ref reader);
            if (length < 0)
                return input.IsConfirmed ? Verdict.Done : Verdict.NotMine;
            if (reader.Failed)
                break;
            int packet = reader.Position + length;
            var body = new PayloadReader(reader.UpTo(length));
            var verdict = Read(first, ref body, isWhole: !reader.Failed || input.IsTruncated, talk, fields);
            if (verdict == Verdict.NotMine && !input.IsConfirmed)
                return Verdict.NotMine;
            if (verdict == Verdict.More)
                break;
            if (verdict == Verdict.Confirmed)
                (input.State, input.IsConfirmed) = (talk, true);
            left = packet;
        }
        if (!input.IsConfirmed)
            return input.IsTruncated ? Verdict.NotMine : Verdict.More;
        (input.FromClient ? ref talk.LeftOfClient : ref talk.LeftOfServer) = left;
        return talk.IsFull ? Verdict.Done : Verdict.Confirmed;
    }

    /// <returns>Confirmed for what tells the protocol, More where the bytes that are wanted are not there yet, NotMine for no CONNECT; null for all others, which tell nothing.</returns>
    private static Verdict? Read(byte first, ref PayloadReader body, bool isWhole, MqttTalk talk, FlowFields fields)
    {
        switch (first >> 4)
        {
            case Connect:
                return ReadConnect(ref body, talk, fields) ? Verdict.Confirmed : isWhole ? Verdict.NotMine : Verdict.More;
            case Publish:
                return Topic(ref body, isWhole, talk, fields);
            // The flag of a second delivery was allowed in 3.1.
            case Subscribe when (first & 7) == 2:
                body.Skip(2);
                if (talk.Version == 5)
                    body.Skip(Length(ref body));
                // Filters, a byte of options behind each.
                var verdict = Topic(ref body, isWhole, talk, fields);
                for (; !body.Failed && body.Left > 1; Topic(ref body, isWhole, talk, fields))
                    body.Skip(1);
                return isWhole ? verdict : Verdict.More;
            default:
                return null;
        }
    }

    private static Verdict? Topic(ref PayloadReader body, bool isWhole, MqttTalk talk, FlowFields fields)
    {
        var topic = body.Bytes(body.UInt16());
        if (body.Failed)
            return isWhole ? null : Verdict.More;
        // An alias stands for a topic that was said before.
        if (topic.IsEmpty || !Utf8.IsValid(topic) || topic.IndexOfAnyInRange<byte>(0, 0x1f) >= 0)
            return null;
        talk.Take(PayloadText.Of(topic, 255), fields);
        return Verdict.Confirmed;
    }

    private static bool ReadConnect(ref PayloadReader body, MqttTalk talk, FlowFields fields)
    {
        var name = body.Bytes(body.UInt16());
        if (!name.SequenceEqual("MQTT"u8) && !name.SequenceEqual("MQIsdp"u8))
            return false;
        int level = body.Byte() & 0x7f; // The highest bit marks a bridge.
        body.Skip(3);
        if (level == 5)
            body.Skip(Length(ref body));
        var id = body.Bytes(body.UInt16());
        if (body.Failed)
            return false;
        talk.Connect(level, PayloadText.Of(id, 255), fields);
        return true;
    }

    /// <summary>One to four bytes, seven bits each, the lowest first; -1 for what is none.</summary>
    private static int Length(ref PayloadReader reader)
    {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            byte one = reader.Byte();
            length |= (one & 0x7f) << shift;
            if ((one & 0x80) == 0)
                return length;
        }
        return -1;
    }
}
