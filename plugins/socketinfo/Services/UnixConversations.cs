namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Finds who talks to whom by unix(7): a server has a name that somebody listens at, or takes datagrams at. What has none (a pair that a process made for
/// itself and its children) is no service.
/// </summary>
internal static class UnixConversations
{
    public const string Protocol = "UNIX";

    /// <summary>Each pair once, however many connections it has.</summary>
    /// <param name="sockets">Of all namespaces: a path leads from one to another.</param>
    /// <param name="processes">Who holds them.</param>
    public static HashSet<Conversation> Of(IReadOnlyCollection<UnixSocket> sockets, ProcessTable processes)
    {
        var byInode = sockets.Where(socket => socket.Inode != 0).DistinctBy(socket => socket.Inode).ToDictionary(socket => socket.Inode);
        var served = sockets.Where(socket => socket.Peer == 0 && socket.Name.Length > 0).Select(socket => socket.Name).ToHashSet();
        var found = new HashSet<Conversation>();
        foreach (var client in sockets.Where(socket => socket.Peer != 0 && !served.Contains(socket.Name)))
        {
            if (byInode.TryGetValue(client.Peer, out var server) && served.Contains(server.Name)
                && processes.HolderOf(client.Inode) is { } who && processes.HolderOf(server.Inode) is { } whom)
                found.Add(new(who, whom, Protocol, server.Name, 0));
        }
        return found;
    }
}
