namespace Steffi.Probes;

/// <summary>
/// A topology probe: one small class that feeds the graph from one source (a kernel interface, a daemon, an API).
/// A plugin assembly exports every public, concrete subclass that has a public constructor without parameters.
/// </summary>
/// <remarks>
/// The host makes an instance for each run and runs it once; a restart gets a new instance, so no state of a failed run
/// survives. One more instance is made at loading, to read <see cref="Name"/>: a constructor only assigns fields, and opens nothing.
/// An instance that is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed after its run.
/// </remarks>
public abstract class TopologyProbe
{
    /// <summary>
    /// Configuration section, node name and first part of the origin: a lower-case letter, then lower-case letters, digits and
    /// hyphens ("netlink"). Unique in a host, and the same for every instance.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether a run goes on from the elements that the run before it (or the process before this one, recovered from the store) left.
    /// </summary>
    /// <value>
    /// False, the default: the first <see cref="ProbeContext.Write"/> of a run replaces them, in one transaction, so that no
    /// reader sees neither. They are new elements then, even with the same ids: created anew at that instant.
    /// True: they stay as they are, with their history unbroken; the probe writes with <c>ReplaceNode</c> and <c>ReplaceEdge</c>, and promises to
    /// call <see cref="ProbeContext.DeleteAllBut"/> once it has looked at everything.
    /// </value>
    public virtual bool Reconciles => false;

    /// <summary>Feeds the graph until <paramref name="stopping"/>.</summary>
    /// <param name="context">Valid until this method's task ends, or is given up for not ending.</param>
    /// <param name="stopping">
    /// Cancelled when the host stops, and when the plugin is unloaded or reloaded. The task then ends soon, normally or with
    /// <see cref="OperationCanceledException"/>; after <see cref="ProbeHostOptions.StopTimeout"/> it is given up.
    /// </param>
    /// <returns>
    /// A task that ends when <paramref name="stopping"/> asks. Ending or throwing earlier is a failure: it is reported on the
    /// probe's node, and the probe is restarted after a growing delay (<see cref="RestartPolicy"/>).
    /// </returns>
    /// <remarks>
    /// Called on a thread-pool thread; it may block that thread. An exception on a thread, timer or <c>async void</c> of the probe's own
    /// does not come through this task: it ends the process, as everywhere in .NET.
    /// </remarks>
    public abstract Task RunAsync(ProbeContext context, CancellationToken stopping);
}
