namespace Steffi.Plugins.SocketInfo;

/// <summary>A process that holds a socket, by its lowest descriptor of it.</summary>
internal readonly record struct SocketHolder(int Pid, int Descriptor);
