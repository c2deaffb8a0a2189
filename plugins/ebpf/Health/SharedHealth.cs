using System.Diagnostics;
using System.Runtime.InteropServices;
using Steffi.Bpf;
using Steffi.Netlink;

namespace Steffi.Plugins.Ebpf;

/// <summary>The one <see cref="HealthProgram"/> of this process: its tracepoints are the machine's, so all captures read the same. Thread-safe.</summary>
internal sealed class SharedHealth : IDisposable
{
    private const int LongestRest = 5;   // seconds
    private static readonly Lock Sync = new();
    private static HealthProgram? _program;
    private static int _users;
    private static long _readAt = -1, _due;
    private static IReadOnlyDictionary<ConnectionEnds, Health> _latest = new Dictionary<ConnectionEnds, Health>();
    private bool _isDisposed;

    private SharedHealth()
    {
    }

    /// <summary>Starts it for the first user; the last one's end ends it.</summary>
    /// <param name="problem">Why there is none: captures go on without.</param>
    public static SharedHealth? Use(out string? problem)
    {
        problem = null;
        lock (Sync)
        {
            try
            {
                _program ??= HealthProgram.Start();
                _users++;
                return new SharedHealth();
            }
            catch (Exception refused) when (refused is BpfLoadException or KernelCallException)
            {
                problem = $"no TCPHealth: {refused.Message}";
                return null;
            }
        }
    }

    /// <summary>What happened so far, by <see cref="ConnectionEnds.Anywhere"/>. However many captures ask, reading takes a twentieth of a processor at most.</summary>
    /// <param name="moment">A timestamp of <see cref="Stopwatch"/>: what happened until then is wanted; what was read after it for another capture serves this one, too.</param>
    /// <param name="isNeeded">Whether it may not be older.</param>
    /// <param name="readAt">When it was read: all that happened until then is in it.</param>
    public IReadOnlyDictionary<ConnectionEnds, Health> At(long moment, bool isNeeded, out long readAt)
    {
        lock (Sync)
        {
            if (_program is not null && !_isDisposed && _readAt < moment && (isNeeded || Stopwatch.GetTimestamp() >= _due))
            {
                _readAt = Stopwatch.GetTimestamp();
                _latest = Read(_program);
                long now = Stopwatch.GetTimestamp();
                _due = now + Math.Min(20 * (now - _readAt), LongestRest * Stopwatch.Frequency);
            }
            readAt = _readAt;
            return _latest;
        }
    }

    public void Dispose()
    {
        lock (Sync)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            if (--_users > 0)
                return;
            _program?.Dispose();
            _program = null;
            (_readAt, _due) = (-1, 0);
        }
    }

    private static Dictionary<ConnectionEnds, Health> Read(HealthProgram program)
    {
        var all = new Dictionary<ConnectionEnds, Health>();
        program.ReadConnections(all, static (all, socket) => Of(all, socket.Ends).Add(in socket));
        program.ReadDrops(all, static (all, drop, count) => Of(all, drop.Ends).AddDrop(drop.Reason, count));
        program.ReadFragments(all, static (all, ends, count) => Of(all, ends).AddFragments(ends.IsBack, in count));
        return all;
    }

    private static Health Of(Dictionary<ConnectionEnds, Health> all, in ConnectionEnds ends)
    {
        ref var health = ref CollectionsMarshal.GetValueRefOrAddDefault(all, ends.Anywhere(), out _);
        return health ??= new Health();
    }
}
