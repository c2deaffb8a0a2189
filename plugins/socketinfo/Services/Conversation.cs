namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Who talks to whom: a client's process and a server's. One of them is null when it is on another machine, or may not be seen. The server is at an
/// address and port of TCP or UDP, or at a name of UNIX.
/// </summary>
internal readonly record struct Conversation(ProcessFacts? Client, ProcessFacts? Owner, string Protocol, string Address, ushort Port);
