using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>The captures' flows with the processes at their ends.</summary>
internal sealed class NamedFlows(ILiveFlows captures, FlowProcesses processes) : ILiveFlows
{
    public IEnumerable<Flow> Find(FlowLookup lookup) => captures.Find(lookup).Select(processes.Tell);
}
