namespace Steffi;

/// <summary>An edge and its first revision, as most edges never get another: 40 bytes in an array.</summary>
internal struct EdgeRecord
{
    /// <summary>The UUID; for an id of another text zero, and the text's number.</summary>
    public ulong IdHigh, IdLow;

    /// <summary>Numbers of nodes; -1 for nowhere.</summary>
    public int Parent, Child;

    /// <summary>UTC ticks of 100 ns.</summary>
    public long Time;

    /// <summary>The first addition's number, above 8 bits; zero while there was none. Written last.</summary>
    public long NumberAndState;

    public const long Alive = 1, HasText = 2, StateBits = 8;
}
