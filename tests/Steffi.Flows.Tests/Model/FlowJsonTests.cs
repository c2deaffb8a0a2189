using System.Text;
using System.Text.Json;

namespace Steffi.Flows.Tests;

public sealed class FlowJsonTests
{
    [Fact]
    public void A_flow_has_the_names_of_skydives_clients()
    {
        var flow = new Flow
        {
            UUID = "00000000000000aa",
            TrackingID = "00000000000000bb",
            L3TrackingID = "00000000000000cc",
            LayersPath = "Ethernet/IPv4/TCP",
            Application = "TLS",
            ApplicationBy = "dissector",
            Link = new FlowLayer("ETHERNET", "02:00:00:00:00:01", "02:00:00:00:00:02"),
            Network = new FlowLayer("IPV4", "10.0.0.1", "10.0.0.2", 7),
            Transport = new FlowTransport("TCP", 40000, 443),
            Metric = new FlowMetric(1, 60, 2, 120, 1000, 2000, 33),
            Start = 1000,
            Last = 2000,
            FinishType = FlowFinishType.TcpFin,
            Details = Metadata.Of(("TLS", Metadata.Of(("SNI", "example.org")))),
        };
        Assert.Equal(
            """
            {"UUID":"00000000000000aa","LayersPath":"Ethernet/IPv4/TCP","Application":"TLS","ApplicationBy":"dissector",
            "Link":{"Protocol":"ETHERNET","A":"02:00:00:00:00:01","B":"02:00:00:00:00:02","ID":0},"Network":{"Protocol":"IPV4","A":"10.0.0.1","B":"10.0.0.2","ID":7},
            "Transport":{"Protocol":"TCP","A":40000,"B":443,"ID":0},"Metric":{"ABPackets":1,"ABBytes":60,"BAPackets":2,"BABytes":120,"Start":1000,"Last":2000,"RTT":33},
            "Start":1000,"Last":2000,"TrackingID":"00000000000000bb","L3TrackingID":"00000000000000cc","ParentUUID":"","RawPacketsCaptured":0,"FinishType":"TCP_FIN","Revision":1,"TLS":{"SNI":"example.org"}}
            """.ReplaceLineEndings(""), Json(flow));
    }

    [Fact]
    public void An_echo_has_its_exchange_and_no_transport()
    {
        var flow = new Flow { UUID = "a", TrackingID = "b", L3TrackingID = "c", LayersPath = "IPv4/ICMPv4", Application = "ICMPv4", ICMP = new FlowIcmp("ECHO", 0, 9), ParentUUID = "d", CaptureID = "e", NodeTID = "f" };
        Assert.Equal(
            """
            {"UUID":"a","LayersPath":"IPv4/ICMPv4","Application":"ICMPv4","ICMP":{"Type":"ECHO","ID":9},
            "Metric":{"ABPackets":0,"ABBytes":0,"BAPackets":0,"BABytes":0,"Start":0,"Last":0},"Start":0,"Last":0,
            "TrackingID":"b","L3TrackingID":"c","ParentUUID":"d","NodeTID":"f","CaptureID":"e","RawPacketsCaptured":0,"FinishType":"NOT_FINISHED","Revision":1}
            """.ReplaceLineEndings(""), Json(flow));
    }

    private static string Json(Flow flow)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            FlowJson.Write(writer, flow);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
