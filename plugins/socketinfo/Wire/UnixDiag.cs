using System.Buffers.Binary;
using System.Text;
using Steffi.Netlink;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// A socket of unix(7). Inode is 0 before it is accepted, Peer that of the other end, 0 without one; Name is empty, a path, or what is after the @ of
/// an abstract one. An accepted socket has its listener's name.
/// </summary>
internal readonly record struct UnixSocket(uint Inode, uint Peer, string Name);

/// <summary>The messages of sock_diag(7) about them: struct unix_diag_req, struct unix_diag_msg (linux/unix_diag.h).</summary>
internal static class UnixDiag
{
    private const byte Family = 1;   // AF_UNIX
    private const int RequestLength = 24, MessageLength = 16;
    private const uint ShowName = 1, ShowPeer = 4;
    private const ushort Name = 0, Peer = 2;

    /// <summary>A dump of every socket in every state.</summary>
    public static ReadOnlySpan<byte> Dump(Span<byte> buffer, uint sequence)
    {
        var writer = new RequestWriter(buffer, InetDiag.ByFamily, MessageFlags.Dump, sequence, RequestLength);
        writer.Body[0] = Family;
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Body[4..], uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Body[12..], ShowName | ShowPeer);
        return writer.Finish();
    }

    /// <returns>False when the message is broken.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out UnixSocket socket)
    {
        socket = default;
        if (message.Length < MessageLength)
            return false;
        var (peer, name) = (0u, "");
        DecodeError error = default;
        var attributes = new AttributeReader(message[MessageLength..], ref error);
        while (attributes.Next())
        {
            if (attributes.Type == Peer)
                peer = attributes.U32();
            else if (attributes.Type == Name)
                name = NameOf(attributes.Value);
        }
        socket = new UnixSocket(BinaryPrimitives.ReadUInt32LittleEndian(message[4..]), peer, name);
        return !error.IsSet;
    }

    // Abstract names begin with a zero and may hold more; ss(8) writes all of them as @.
    private static string NameOf(ReadOnlySpan<byte> bytes) =>
        bytes is [0, ..] ? Encoding.UTF8.GetString(bytes).Replace('\0', '@') : Encoding.UTF8.GetString(bytes.TrimEnd((byte)0));
}
