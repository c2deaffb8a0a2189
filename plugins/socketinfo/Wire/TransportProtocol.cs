namespace Steffi.Plugins.SocketInfo;

/// <summary>IANA protocol numbers of the sockets that are followed.</summary>
internal enum TransportProtocol : byte { Tcp = 6, Udp = 17 }

/// <summary>include/net/tcp_states.h; UDP uses Established for connected and Close for unconnected sockets, and events tell of Gone ones.</summary>
internal enum SocketState : byte
{
    Gone, Established, SynSent, SynReceived, FinWait1, FinWait2, TimeWait, Close, CloseWait, LastAck, Listen, Closing, NewSynReceived,
}

/// <summary>How Skydive and ss(8) write them.</summary>
internal static class SocketWords
{
    private static readonly string[] States =
        ["", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV"];

    public static string Word(this SocketState state) => (int)state < States.Length ? States[(int)state] : "";

    public static string Word(this TransportProtocol protocol) => protocol == TransportProtocol.Tcp ? "TCP" : "UDP";
}
