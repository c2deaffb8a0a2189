using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>
/// A probe's node in the graph: Type "probe", owned by the host's node. A plugin that could not be loaded has one too, by the plugin's
/// name; its id differs, for another plugin may have a probe of that name. Thread-safe.
/// </summary>
internal sealed class ProbeNode(Graph graph, ElementId hostNode, ProbeStatus first, ILogger log)
{
    private readonly Lock sync = new();
    private readonly ElementId id = ElementId.FromName(Kind(first), graph.Options.Host, first.Name);
    private readonly ElementId edge = ElementId.FromName(Kind(first), graph.Options.Host, first.Name, "ownership");
    private ProbeStatus status = first;
    private bool shown;

    public ProbeStatus Status => Volatile.Read(ref status);

    /// <summary>Changes the status, and the node with it when that makes a difference.</summary>
    /// <remarks>
    /// A refusal by the graph, or by its store (a full disk), is logged, not thrown: it must not stop the restarting of a probe that the node only describes.
    /// </remarks>
    public void Update(Func<ProbeStatus, ProbeStatus> change)
    {
        lock (sync)
        {
            var next = change(status);
            if (shown && next == status)
                return;
            Volatile.Write(ref status, next);
            shown = TryWrite(transaction =>
            {
                transaction.ReplaceNode(id, Describe(next));
                transaction.ReplaceEdge(edge, hostNode, id, Metadata.Of(("RelationType", "ownership")));
            });
        }
    }

    public void Delete()
    {
        lock (sync)
        {
            shown = false;
            TryWrite(transaction => transaction.DeleteNode(id));
        }
    }

    private bool TryWrite(Action<Transaction> change)
    {
        try
        {
            graph.Write(change);
            return true;
        }
        catch (Exception e) when (e is TransactionException or ObjectDisposedException or IOException)
        {
            log.LogError("The node of probe {Probe} could not be written: {Error}", status.Name, ErrorText.Of(e));
            return false;
        }
    }

    private static string Kind(ProbeStatus status) => status.State == ProbeState.Failed ? "plugin" : "probe";

    private static Metadata Describe(ProbeStatus status)
    {
        var metadata = new MetadataBuilder
        {
            ["Type"] = "probe",
            ["Name"] = status.Name,
            ["State"] = status.State.ToString(),
            ["Restarts"] = status.Restarts,
        };
        if (status.Plugin.Length > 0)
            metadata["Plugin"] = status.Plugin;
        if (status.Version is not null)
            metadata["Version"] = status.Version;
        if (status.Message is not null)
            metadata["Message"] = status.Message;
        if (status.LastError is not null)
            metadata["LastError"] = status.LastError;
        return metadata;
    }
}
