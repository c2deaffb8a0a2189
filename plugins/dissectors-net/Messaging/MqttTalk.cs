using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What one connection of MQTT has said so far: the first topic beside its client, further ones each alone.</summary>
internal sealed class MqttTalk
{
    private readonly List<string> topics = [];

    /// <summary>Bytes of the last packet of each way that are still to be passed.</summary>
    public int LeftOfClient, LeftOfServer;

    /// <summary>0 before the client has connected.</summary>
    public int Version { get; private set; }

    /// <summary>Whether nothing more can be learnt.</summary>
    public bool IsFull => topics.Count == FlowFields.MostExchanges;

    public void Connect(int version, string id, FlowFields fields)
    {
        Version = version;
        fields.Set("MQTT", "Version", version switch { 3 => "3.1", 4 => "3.1.1", 5 => "5", _ => version.ToString(null as IFormatProvider) });
        fields.Set("MQTT", "ClientID", id);
    }

    public void Take(string topic, FlowFields fields)
    {
        if (IsFull || topics.Contains(topic))
            return;
        if (topics.Count == 0)
            fields.Set("MQTT", "Topic", topic);
        else
            fields.SetExchange("MQTT", topics.Count, Metadata.Of(("Topic", topic)));
        topics.Add(topic);
    }
}
