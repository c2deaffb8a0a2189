using System.Buffers.Binary;
using System.Net.Sockets;
using Steffi.Bpf;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Whose each socket is, and was until lately: what happened to one may be told after it is closed. One task.</summary>
internal sealed class SocketOwners
{
    private readonly Dictionary<ConnectionEnds, (ProcessFacts Process, long Seen)> _owners = [];

    /// <summary>Takes in sockets that are there.</summary>
    public void See(NamespaceSocketList place)
    {
        long now = Environment.TickCount64;
        foreach (var held in place.Sockets)
        {
            if (held.Process is { } process)
                _owners[EndsOf(held.Record, place.Place.Inode)] = (process, now);
        }
    }

    /// <summary>The holder of the socket with these ends; else null.</summary>
    public ProcessFacts? Of(in ConnectionEnds ends) => _owners.TryGetValue(ends, out var owner) ? owner.Process : null;

    /// <summary>The holder of the socket that takes what goes to an end from anybody; else null.</summary>
    public ProcessFacts? Serving(in ConnectionEnds ends)
    {
        var bound = ends with { To = default, ToPort = 0 };
        var any = bound with { From = default };
        return Of(bound) ?? Of(any) ?? Of(any with { Version = 6 });
    }

    /// <summary>Forgets what was not seen since.</summary>
    /// <param name="since">Of <see cref="Environment.TickCount64"/>.</param>
    public void Forget(long since)
    {
        foreach (var (ends, owner) in _owners)
        {
            if (owner.Seen < since)
                _owners.Remove(ends);
        }
    }

    private static ConnectionEnds EndsOf(SocketRecord record, long netns)
    {
        var (local, remote) = (record.Local.Unmapped(), record.Remote.Unmapped());
        var ends = new ConnectionEnds
        {
            FromPort = BinaryPrimitives.ReverseEndianness(local.Port),
            ToPort = BinaryPrimitives.ReverseEndianness(remote.Port),
            NetNS = (uint)netns,
            Version = (byte)(local.Address.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4),
            Protocol = (byte)record.Protocol,
        };
        _ = local.Address.TryWriteBytes(ends.From, out _);
        _ = remote.Address.TryWriteBytes(ends.To, out _);
        return ends;
    }
}
