using System.Runtime.CompilerServices;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Steps, bound and ready to run: a whole query, or one nested in a step. Immutable once it is planned.</summary>
internal sealed class Traversal(List<Step> steps)
{
    public List<Step> Steps { get; } = steps;

    /// <summary>Steps of this traversal and of all that are nested in it.</summary>
    public IEnumerable<Step> AllSteps => Steps.SelectMany(step => step.Children.SelectMany(child => child.AllSteps).Prepend(step));

    /// <summary>True where a step must see all traversers together, or remembers earlier ones.</summary>
    public bool IsStateful => Steps.Any(step => step.IsStateful);

    public IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var step in Steps) input = step.RunLabelled(input, scope);
        return input;
    }

    /// <summary>Runs for one traverser alone.</summary>
    public IEnumerable<Traverser> Run(Traverser traverser) =>
        Run([traverser], new RunScope(traverser.Run) { Loops = traverser.Loops });

    public bool Passes(Traverser traverser)
    {
        foreach (var _ in Run(traverser.Single())) return true;
        return false;
    }

    public bool TryFirst(Traverser traverser, out object? value)
    {
        foreach (var result in Run(traverser.Single()))
        {
            value = result.Value;
            return true;
        }

        value = null;
        return false;
    }
}
