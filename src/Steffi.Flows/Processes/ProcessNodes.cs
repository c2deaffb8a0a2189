using System.Collections.Concurrent;

namespace Steffi.Flows;

/// <summary>What nodes of Type process say of each process of each host: the last one of a number. Written by one thread, read by any.</summary>
internal sealed class ProcessNodes
{
    private static readonly MetadataPath Type = "Type";

    private readonly ConcurrentDictionary<(string Host, long PID), (Metadata Process, DateTimeOffset? Gone)> _processes = new();

    public static bool IsProcess(Node node) => node.TryGet(Type, out var type) && type == "process";

    /// <param name="node">Of Type process.</param>
    /// <param name="gone">When it went; null while it is there.</param>
    public void Take(Node node, DateTimeOffset? gone)
    {
        if (node["PID"].Kind == ValueKind.Int)
            _processes[(node.Host, node["PID"].AsInt())] = (node.Metadata, gone);
    }

    /// <summary>Number and name, and Cmdline, Cgroup and NetNS as far as a node tells them.</summary>
    /// <param name="host">The process's host.</param>
    /// <param name="pid">Its number.</param>
    /// <param name="comm">Its name as the kernel has it and its socket tells: a node of another one is another process, of the same number.</param>
    public Metadata Describe(string host, long pid, string comm)
    {
        var described = new MetadataBuilder { ["PID"] = pid, ["Name"] = comm };
        if (_processes.TryGetValue((host, pid), out var known) && known.Process["Comm"] == comm)
        {
            foreach (string key in (ReadOnlySpan<string>)["Name", "Cmdline", "Cgroup", "NetNS"])
            {
                if (known.Process[key] is { IsNull: false } value)
                    described[key] = value;
            }
        }
        return described.Build();
    }

    /// <summary>Drops the processes that went before an instant.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (number, known) in _processes)
        {
            if (known.Gone < before)
                _processes.TryRemove(number, out _);
        }
    }
}
