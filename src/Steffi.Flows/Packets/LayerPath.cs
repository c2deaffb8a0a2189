using System.Collections.Concurrent;
using System.Numerics;

namespace Steffi.Flows;

/// <summary>The layers of a part, lowest first, a byte each: up to sixteen; what comes after them is not named.</summary>
internal readonly record struct LayerPath(ulong Low, ulong High)
{
    private const int Longest = 16;
    private static readonly ConcurrentDictionary<LayerPath, string> Texts = new();

    public int Count => High != 0 ? 16 - BitOperations.LeadingZeroCount(High) / 8 : 8 - BitOperations.LeadingZeroCount(Low) / 8;

    public Layer this[int index] => (Layer)(byte)(index < 8 ? Low >> (8 * index) : High >> (8 * (index - 8)));

    public Layer Last => Count == 0 ? Layer.None : this[Count - 1];

    /// <summary>Whether a header with ports is among them.</summary>
    public bool HasPorts
    {
        get
        {
            for (int at = 0, count = Count; at < count; at++)
                if (this[at] is Layer.TCP or Layer.UDP or Layer.UDPLite or Layer.SCTP)
                    return true;
            return false;
        }
    }

    public LayerPath Then(Layer layer) => Count switch
    {
        < 8 and var count => new(Low | (ulong)layer << (8 * count), High),
        < Longest and var count => new(Low, High | (ulong)layer << (8 * (count - 8))),
        _ => this,
    };

    /// <summary>Names joined by <c>/</c>; the same text for the same path.</summary>
    public override string ToString() =>
        Texts.GetOrAdd(this, static path => string.Join('/', Enumerable.Range(0, path.Count).Select(at => path[at].Name())));
}
