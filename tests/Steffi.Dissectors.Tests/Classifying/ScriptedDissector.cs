using System.Text;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>A dissector that does what a test says, and remembers what it was shown.</summary>
internal sealed class ScriptedDissector(string application, params int[] ports)
    : FlowDissector(application, DissectorCarriers.Tcp | DissectorCarriers.Udp, ports)
{
    public delegate Verdict Script(ref DissectorInput input, FlowFields fields);

    public Script Answer { get; set; } = (ref DissectorInput _, FlowFields _) => Verdict.More;

    public List<string> Shown { get; } = [];

    public override bool OnlyOnPorts => KeepsToPorts;

    public bool KeepsToPorts { get; init; }

    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        Shown.Add($"{(input.FromClient ? '>' : '<')}{Encoding.ASCII.GetString(input.Payload)}|{Encoding.ASCII.GetString(input.Opposite)}{(input.IsTruncated ? "!" : "")}");
        return Answer(ref input, fields);
    }
}
