using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>The nodes that flows lead to: those that send and receive, by MAC, and those captured on, by TID. Nodes are as of the query's view.</summary>
internal sealed class FlowNodes
{
    /// <summary>For fewer flows an index is asked; for more, or without one, the nodes are gone through once.</summary>
    private const int FewFlows = 64;

    private static readonly MetadataPath Tid = "TID", Mac = "MAC", PeerMac = "PeerIntfMAC";

    private readonly StepInput _input;
    private readonly IReadOnlyList<KeyCondition> _where;
    private readonly bool _isFew;
    private readonly Dictionary<MetadataPath, Dictionary<string, Node>> _byValue = [];

    private FlowNodes(IReadOnlyList<Flow> flows, StepCall filter, StepInput input)
    {
        _input = input;
        _where = filter.Arguments.Count == 0 ? [] : filter.ReadConditions();
        _isFew = flows.Count <= FewFlows && !input.IsPart;
    }

    /// <summary>The node of the A end, the B end, or with both the first of them that there is: at most one a flow.</summary>
    public static List<Node> OfEnds(IReadOnlyList<Flow> flows, StepCall filter, StepInput input, bool fromA, bool fromB)
    {
        var nodes = new FlowNodes(flows, filter, input);
        var found = new List<Node>();
        foreach (var link in flows.Select(flow => flow.Link).OfType<FlowLayer>())
        {
            if ((fromA ? nodes.OfMac(link.A) : null) is { } a) found.Add(a);
            else if ((fromB ? nodes.OfMac(link.B) : null) is { } b) found.Add(b);
        }

        return found;
    }

    /// <summary>The interfaces captured on.</summary>
    public static List<Node> OfCapture(IReadOnlyList<Flow> flows, StepCall filter, StepInput input)
    {
        var nodes = new FlowNodes(flows, filter, input);
        return [.. flows.Select(nodes.OfTid).OfType<Node>()];
    }

    /// <summary>Of each flow the sender, the interface captured on and the receiver, each once.</summary>
    public static List<Node> OfPath(IReadOnlyList<Flow> flows, StepCall filter, StepInput input)
    {
        var nodes = new FlowNodes(flows, filter, input);
        var found = new List<Node>();
        foreach (var flow in flows)
        {
            int start = found.Count;
            foreach (var node in new[] { nodes.OfMac(flow.Link?.A), nodes.OfTid(flow), nodes.OfMac(flow.Link?.B) })
            {
                if (node is { } one && !found.Skip(start).Any(other => other.Id == one.Id)) found.Add(one);
            }
        }

        return found;
    }

    private Node? OfTid(Flow flow) => Find(Tid, flow.NodeTID);

    /// <summary>The interface that has the address, else the one whose peer has it.</summary>
    private Node? OfMac(string? mac) => Find(Mac, mac) ?? Find(PeerMac, mac);

    private Node? Find(MetadataPath path, string? value)
    {
        if (string.IsNullOrEmpty(value)) return null;
        if (_isFew && _input.View.TryFindNodes(path, value, out var candidates, out _))
        {
            var one = new Dictionary<string, Node>();
            foreach (var node in candidates) Offer(one, path, node);
            return one.TryGetValue(value, out var seen) ? seen : null;
        }

        if (!_byValue.TryGetValue(path, out var all))
        {
            _byValue.Add(path, all = []);
            foreach (var node in _input.ReadAllNodes()) Offer(all, path, node);
        }

        return all.TryGetValue(value, out var found) ? found : null;
    }

    /// <summary>Of several nodes with a value the first counts, in its newest revision.</summary>
    private void Offer(Dictionary<string, Node> byValue, MetadataPath path, Node node)
    {
        _input.Tick();
        if (!node.TryGet(path, out var held) || held.Kind != ValueKind.String) return;
        foreach (var condition in _where)
        {
            if (!condition.Matches(node)) return;
        }

        string value = held.AsString();
        if (!byValue.TryGetValue(value, out var first) || first.Id == node.Id) byValue[value] = node;
    }
}
