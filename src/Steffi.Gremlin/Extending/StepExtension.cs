namespace Steffi.Gremlin;

/// <summary>
/// Steps that a package adds to a dialect: <see cref="GremlinDialect.With"/>. One instance serves all queries at once, so it must
/// be thread-safe; what belongs to one query lives in the <see cref="StepInput"/> and the rows it returns.
/// </summary>
public abstract class StepExtension
{
    /// <summary>The steps' names, aliases included. Queries may write them in any case. A name of the dialect's own is an error,
    /// one that the dialect only knows as missing (Flows, Metrics, …) is taken over.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Refuses arguments before anything runs. Arguments of kind <see cref="ArgumentKind.Parameter"/> are still open; it is
    /// called again when they are bound.</summary>
    /// <param name="call">The step, <see cref="StepCall.Refuse"/> makes its error.</param>
    public virtual void Check(StepCall call)
    {
    }

    /// <summary>Does the step.</summary>
    /// <param name="call">The step with all arguments bound.</param>
    /// <param name="input">What the step before handed on.</param>
    /// <returns>What the next step gets.</returns>
    /// <exception cref="QueryException">The step means nothing here (<see cref="StepInput.Misplaced"/>) or fails.</exception>
    public abstract StepResult Run(StepCall call, StepInput input);

    /// <summary>Says how the step will find its rows, for Explain: <c>seek [TrackingID]</c>. Nothing runs, and nothing depends on it.</summary>
    /// <param name="call">The step with all arguments bound.</param>
    /// <param name="isOnNodes">Whether it stands on nodes or paths.</param>
    /// <param name="following">The steps behind it, as far as its rows may take them up.</param>
    /// <returns>What Explain adds to the step; empty for nothing.</returns>
    public virtual string Explain(StepCall call, bool isOnNodes, IReadOnlyList<StepCall> following) => "";
}
