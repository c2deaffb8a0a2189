namespace Steffi.Flows;

/// <summary>The flows that go on now: those of a table, or of all captures of a host. Thread-safe.</summary>
public interface ILiveFlows
{
    /// <summary>Flows as they stand now.</summary>
    /// <param name="lookup">Spares looking at flows that cannot be meant; <see cref="FlowLookup.Matches"/> is what it says.</param>
    /// <returns>Every flow that fulfils the lookup, once; others may be among them. In any order.</returns>
    IEnumerable<Flow> Find(FlowLookup lookup);
}
