using System.Net;
using System.Net.Sockets;

namespace Steffi.Ebpf.Tests;

/// <summary>A TCP connection from a pair's left namespace to its right one, both ends held here.</summary>
internal sealed class Connection : IDisposable
{
    private Connection(Socket client, Socket server) => (Client, Server) = (client, server);

    public Socket Client { get; }

    public Socket Server { get; }

    public static async Task<Connection> OpenAsync(VethPair pair, int port)
    {
        using var listener = VethPair.Inside(pair.Right, NewSocket);
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen();
        var client = VethPair.Inside(pair.Left, NewSocket);
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.9.8.2"), port));
        return new Connection(client, await accepting);
    }

    /// <summary>Ends when all of it has arrived.</summary>
    public Task SendAsync(int count) => PassAsync(Client, Server, new byte[count]);

    /// <summary>Ends when all of it has arrived.</summary>
    public static async Task PassAsync(Socket from, Socket to, byte[] bytes)
    {
        await from.SendAsync(bytes);
        byte[] buffer = new byte[bytes.Length];
        for (int at = 0; at < buffer.Length;)
            at += await to.ReceiveAsync(buffer.AsMemory(at));
    }

    public void Reset()
    {
        Client.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
