using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Steffi.Flows;
using Steffi.Plugins.Dissectors.Net;
using Steffi.Plugins.Dissectors.Web;
using Steffi.Plugins.Ebpf;
using static Steffi.Ebpf.Tests.Frames;

namespace Steffi.Ebpf.Tests;

/// <summary>The first packets come up whole: flows are classified as in a full capture, and then only counted.</summary>
public class HybridTests
{
    internal static readonly FlowProgramOptions Hybrid = new() { Looks = 64, Largest = 8192, RingBytes = 16 << 20 };

    internal static FlowTableOptions Classifying() =>
        new() { Classify = true, Dissectors = [new DnsDissector(), new TlsDissector(), new HttpDissector(), new Http2Dissector(), new SshDissector()] };

    [Fact]
    public async Task TLS_is_read_and_its_data_only_counted()
    {
        using var both = new BothWays(Classifying, Hybrid, addressed: true);
        using var connection = await Connection.OpenAsync(both.Pair, 8444);
        using var certificate = SelfSigned();
        using var server = new SslStream(new NetworkStream(connection.Server));
        using var client = new SslStream(new NetworkStream(connection.Client), false, static (_, _, _, _) => true);
        var accepting = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [SslApplicationProtocol.Http11] });
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "steffi.example", ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] });
        await accepting;
        both.Turn();
        long before = both.CameUp;
        byte[] buffer = new byte[1000];
        for (int i = 0; i < 50; i++)
        {
            await client.WriteAsync(buffer);
            await server.ReadExactlyAsync(buffer);
            if (i % 20 == 0)
                both.Turn();
        }
        var flow = Assert.Single(both.AssertSame(), flow => flow.Transport is not null);
        Assert.Equal(("TLS", "dissector"), (flow.Application, flow.ApplicationBy));
        Assert.Equal("steffi.example", flow.Details["TLS"].AsMap()["SNI"].AsString());
        Assert.InRange(flow.Metric.ABPackets, 50, 1000);
        Assert.Equal(before, both.CameUp);
    }

    [Fact]
    public async Task HTTP_by_its_first_exchange()
    {
        using var both = new BothWays(Classifying, Hybrid, addressed: true);
        using (var connection = await Connection.OpenAsync(both.Pair, 9180))
        {
            await Connection.PassAsync(connection.Client, connection.Server, Encoding.ASCII.GetBytes("GET /a/b HTTP/1.1\r\nHost: steffi.example\r\nUser-Agent: test\r\n\r\n"));
            both.Turn();
            await Connection.PassAsync(connection.Server, connection.Client, Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"));
        }
        await Task.Delay(100);
        var flow = Assert.Single(both.AssertSame(), flow => flow.Transport is not null);
        Assert.Equal("HTTP", flow.Application);
        Assert.Equal(200, flow.Details["HTTP"].AsMap()["Status"].AsInt());
        Assert.Equal(FlowFinishType.TcpFin, flow.FinishType);
    }

    [Fact]
    public void DNS_questions_and_answers_of_one_flow()
    {
        using var both = new BothWays(Classifying, Hybrid);
        foreach (int number in new[] { 1, 2, 3 })
        {
            both.Send(Ethernet(IPv4(Udp(3000, 53, Dns(number, isAnswer: false)), "10.1.0.1", "10.1.0.2", 17), 1, 2));
            both.Send(Ethernet(IPv4(Udp(53, 3000, Dns(number, isAnswer: true)), "10.1.0.2", "10.1.0.1", 17), 2, 1), isBack: true);
            both.Turn();
        }
        var flow = Assert.Single(both.AssertSame());
        Assert.Equal("DNS", flow.Application);
        Assert.Equal(ValueKind.Map, flow.Details["DNS"].Kind);
    }

    [Fact]
    public void What_nobody_knows_comes_up_until_the_dissectors_give_up()
    {
        using var both = new BothWays(Classifying, Hybrid);
        for (int i = 0; i < 300; i++)
        {
            both.Send(Ethernet(IPv4(Udp(3000, 3001, [0xff, 1, 2, (byte)i]), "10.1.0.1", "10.1.0.2", 17), 1, 2));
            if (i % 50 == 49)
                both.Turn();
        }
        Assert.Equal(300, Assert.Single(both.AssertSame()).Metric.ABPackets);
        Assert.InRange(both.CameUp, 1, 100);
    }

    [Fact]
    public void A_new_connection_between_the_same_ports_is_looked_at_again()
    {
        using var both = new BothWays(Classifying, Hybrid);
        foreach (string request in new[] { "GET /first HTTP/1.1\r\nHost: one\r\n\r\n", "GET /second HTTP/1.1\r\nHost: two\r\n\r\n" })
        {
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn, 99), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack, 199), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 100, Encoding.ASCII.GetBytes(request)), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Ack, 200, Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\n\r\n")), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack | Rst, 200), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Turn();
        }
        Assert.Equal("/second", Assert.Single(both.AssertSame()).Details["HTTP"].AsMap()["Path"].AsString());
    }

    [Fact]
    public void Connections_between_the_same_ports_in_one_turn_are_each_read()
    {
        using var both = new BothWays(Classifying, Hybrid);
        for (uint i = 0; i < 3; i++)
        {
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn, 99), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack, 199), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 100, Encoding.ASCII.GetBytes($"GET /{i} HTTP/1.1\r\nHost: host{i}\r\n\r\n")), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Ack, 200, Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\n\r\n")), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            for (uint more = 0; more < i; more++)
                both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 150), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Ack | Fin, 226), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack | Fin, 150), "10.1.0.1", "10.1.0.2", 6), 1, 2));
        }
        var http = Assert.Single(both.AssertSame()).Details["HTTP"].AsMap();
        Assert.Equal(("/2", 404), (http["Path"].AsString(), http["Status"].AsInt()));
    }

    [Fact]
    public void The_first_packets_of_each_flow_are_kept_whole()
    {
        const int Limit = 20;
        using var both = new BothWays(static () => Classifying() with { RawPacketLimit = Limit }, Hybrid with { LooksAtBare = true });
        for (uint i = 0; i < 80; i++)
        {
            both.Send(Ethernet(IPv4(Tcp(4000, 80, i == 0 ? Syn : Ack, 100 + i), "10.1.0.1", "10.1.0.2", 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, i == 0 ? Syn | Ack : Ack, 200, Encoding.ASCII.GetBytes("x")), "10.1.0.2", "10.1.0.1", 6), 2, 1), isBack: true);
            both.Send(Ethernet(IPv4(Udp(53, 3000, Dns((int)i % 10, isAnswer: true)), "10.1.0.2", "10.1.0.1", 17), 2, 1), isBack: true);
            if (i % 10 == 9)
                both.Turn();
        }
        var whole = both.Whole.Flows.ToDictionary(flow => flow.TrackingID, flow => flow.RawPackets);
        Assert.All(both.AssertSame(), flow =>
        {
            Assert.Equal(Limit, flow.RawPacketsCaptured);
            Assert.Equal(whole[flow.TrackingID].Select(packet => Convert.ToHexString(packet.Data.Span)), flow.RawPackets.Select(packet => Convert.ToHexString(packet.Data.Span)));
        });
        long before = both.CameUp;
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 200), "10.1.0.1", "10.1.0.2", 6), 1, 2));
        both.AssertSame();
        Assert.Equal(before, both.CameUp);
    }

    [Fact]
    public void Fragments_come_up_to_be_read_until_their_flow_is_known()
    {
        using var both = new BothWays(() => Classifying() with { IPDefrag = true }, Hybrid with { Defragment = true });
        byte[] answer = Udp(53, 3000, [.. Dns(1, isAnswer: true), .. new byte[2000]]);
        both.Send(Ethernet(IPv4(answer[..1480], "10.1.0.2", "10.1.0.1", 17, id: 1, fragment: 0x2000), 2, 1));
        both.Send(Ethernet(IPv4(answer[1480..], "10.1.0.2", "10.1.0.1", 17, id: 1, fragment: 185), 2, 1));
        Assert.Equal("DNS", Assert.Single(both.AssertSame()).Application);
        // Nobody knows what this is, and then it is only counted, in pieces or not.
        for (int i = 0; i < 100; i++)
        {
            both.Send(Ethernet(IPv4(Udp(3000, 3001, [0xff, 1, 2, (byte)i]), "10.1.0.1", "10.1.0.2", 17), 1, 2));
            if (i % 50 == 49)
                both.Turn();
        }
        both.Turn();
        long before = both.CameUp;
        byte[] unknown = Udp(3000, 3001, [0xff, .. new byte[2000]]);
        both.Send(Ethernet(IPv4(unknown[..1480], "10.1.0.1", "10.1.0.2", 17, id: 2, fragment: 0x2000), 1, 2));
        both.Send(Ethernet(IPv4(unknown[1480..], "10.1.0.1", "10.1.0.2", 17, id: 2, fragment: 185), 1, 2));
        Assert.Equal(101, Assert.Single(both.AssertSame(), flow => flow.Transport is { A: 3000, B: 3001 }).Metric.ABPackets);
        Assert.Equal(before, both.CameUp);
    }

    private static byte[] Dns(int number, bool isAnswer)
    {
        byte[] name = [(byte)5, .. "host"u8, (byte)('0' + number), 7, .. "example"u8, 0], question = [.. name, 0, 1, 0, 1];
        byte[] answer = isAnswer ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, (byte)number] : [];
        return [0, (byte)number, isAnswer ? (byte)0x81 : (byte)1, isAnswer ? (byte)0x80 : (byte)0, 0, 1, 0, isAnswer ? (byte)1 : (byte)0, 0, 0, 0, 0, .. question, .. answer];
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=steffi.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
