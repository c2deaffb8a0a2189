namespace Steffi.Flows;

/// <summary>A compiled capture filter, as of a tcpdump expression. Thread-safe.</summary>
public interface IPacketFilter
{
    /// <summary>Whether it lets a frame pass. Never throws for what is in it.</summary>
    /// <param name="frame">Of any link type; one that the filter cannot judge does not pass.</param>
    bool Matches(in Frame frame);
}
