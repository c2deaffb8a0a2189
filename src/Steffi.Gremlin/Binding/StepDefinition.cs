namespace Steffi.Gremlin;

/// <summary>A step of the dialect: which arguments it takes, and what it means after which other step.</summary>
/// <param name="name">As documented; queries may write it in any case.</param>
/// <param name="original">The name in Skydive's message for a step in the wrong place; null where it has none.</param>
internal abstract class StepDefinition(string name, string? original = null)
{
    public string Name => name;

    /// <summary>Refuses, before anything runs, what Skydive's parser refuses. Parameters may still be open.</summary>
    public virtual void Check(StepCall call)
    {
    }

    /// <summary>The step's meaning in its place.</summary>
    /// <param name="call">Its arguments, all bound.</param>
    /// <param name="input">What the step before hands on.</param>
    /// <param name="previous">The step before; null at the start and where it is not known.</param>
    /// <exception cref="QueryException">The step means nothing there, or its arguments do not fit.</exception>
    public abstract LogicalStep Bind(StepCall call, Shape input, LogicalStep? previous);

    protected QueryException Misplaced(StepCall call, Shape input) => call.Fail(
        original is null ? "Error while executing the query" : $"Invalid step '{original}' on '{input.InMessages()}'");
}
