using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MQTT 3.1, 3.1.1 and 5: who connects, and the first topic. User names and passwords are not kept.</summary>
/// <remarks>Source: OASIS MQTT 3.1.1 and 5.0; the MQTT 3.1 specification. A connection joined later is known on its port by a PUBLISH.</remarks>
public sealed class MqttDissector() : FlowDissector("MQTT", DissectorCarriers.Tcp, 1883)
{
    private const int Connect = 1, Publish = 3, Subscribe = 8, MostPackets = 32;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var known = input.State as Client;
        // Behind a gap nothing tells where a packet begins.
        if (known is not null && input.Skipped > 0)
            return Verdict.Done;
        bool onPort = input.SourcePort == 1883 || input.DestinationPort == 1883;
        if (known is null && !(input.Payload is [0x10, ..] || onPort && input.Payload is [>= 0x20 and < 0xf0, ..]))
            return Verdict.NotMine;
        var reader = new PayloadReader(input.Payload);
        int version = known?.Version ?? 0;
        string? topic = null;
        for (int i = 0; i < MostPackets && reader.Left > 0; i++)
        {
            byte first = reader.Byte();
            int length = Length(ref reader);
            bool isWhole = !reader.Failed && length >= 0 && length <= reader.Left;
            if (length < 0)
                return known is null ? Verdict.NotMine : Verdict.Confirmed;
            var body = new PayloadReader(reader.UpTo(length));
            int type = first >> 4;
            if (type == Connect && known is null)
            {
                if (!TryConnect(ref body, out var client))
                    return isWhole || body.Position > 8 ? Verdict.NotMine : Verdict.More;
                if (client is null)
                    return Verdict.More;
                input.State = known = client;
                version = client.Version;
                fields.SetAll("MQTT", client.ToMetadata());
            }
            else if (type == Publish && TryTopic(ref body, out topic) || type == Subscribe && (first & 15) == 2 && TryFilter(ref body, version, out topic))
            {
                break;
            }
            if (reader.Failed)
                break;
        }
        if (topic is not null && (known is not null || onPort))
        {
            fields.Set("MQTT", "Topic", topic);
            return Verdict.Done;
        }
        return known is not null ? Verdict.Confirmed : input.IsTruncated ? Verdict.NotMine : Verdict.More;
    }

    /// <returns>False when it is no CONNECT; true without a client when it is not there to the client's id.</returns>
    private static bool TryConnect(ref PayloadReader body, out Client? client)
    {
        client = null;
        var name = body.Bytes(body.UInt16());
        if (body.Failed)
            return body.Position == 0 && body.Left < 8;
        if (!name.SequenceEqual("MQTT"u8) && !name.SequenceEqual("MQIsdp"u8))
            return false;
        int level = body.Byte() & 0x7f; // The highest bit marks a bridge.
        body.Skip(3);
        if (level == 5)
            body.Skip(Length(ref body));
        var id = body.Bytes(body.UInt16());
        if (!body.Failed)
            client = new Client(level, PayloadText.Of(id, 255));
        return true;
    }

    private static bool TryTopic(ref PayloadReader body, out string? topic)
    {
        var name = body.Bytes(body.UInt16());
        topic = !body.Failed && PayloadText.IsPrintable(name) ? PayloadText.Of(name, 255) : null;
        return topic is not null;
    }

    private static bool TryFilter(ref PayloadReader body, int version, out string? topic)
    {
        body.Skip(2);
        if (version == 5)
            body.Skip(Length(ref body));
        return TryTopic(ref body, out topic);
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

    private sealed record Client(int Version, string Id)
    {
        public Metadata ToMetadata() => Metadata.Of(("Version", Version switch { 3 => "3.1", 4 => "3.1.1", 5 => "5", _ => Version.ToString(null as IFormatProvider) }), ("ClientID", Id));
    }
}
