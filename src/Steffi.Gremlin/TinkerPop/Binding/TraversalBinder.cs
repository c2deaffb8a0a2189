namespace Steffi.Gremlin.TinkerPop;

/// <summary>Makes steps of calls.</summary>
internal sealed class TraversalBinder(GremlinDialect dialect, ExpressionBinder expressions)
{
    /// <summary>A traversal within another: <c>__.out('knows')</c>.</summary>
    public Traversal BindNested(IEnumerable<LinkSyntax> links) => Bind(links, isSource: false);

    public Traversal Bind(IEnumerable<LinkSyntax> links, bool isSource)
    {
        var steps = new List<Step>();
        foreach (var link in links)
        {
            var given = expressions.BindArguments(link);
            if (given.Count == 0 && link.Name is "and" or "or" && given.Count == 0 && steps.Count > 0)
            {
                steps.Add(new InfixStep { Name = link.Name, At = link.At });
                continue;
            }

            if (!Modulators.TryApply(given, steps)) steps.Add(Make(link, given));
            given.End();
        }

        foreach (var step in steps)
        {
            if (step is RepeatStep { HasBody: false })
                throw new QuerySyntaxException("The repeat()-traversal was not defined", step.At.Line, step.At.Column, step.Name, "repeat()");
        }

        return Finish(Infix.Resolve(steps, isSource), isSource);
    }

    private Step Make(LinkSyntax link, Arguments given)
    {
        if (StepTable.TryMake(given, out var step)) return step;
        if (dialect.Find(link.Name) is ExtensionStep extension)
        {
            var call = ExtensionCallStep.Make(extension.Extension, given);
            (call.Name, call.At) = (link.Name, link.At);
            return call;
        }
        throw ExpressionBinder.Unfit(link, $"There is no step {link.Name}" + (StepTable.Nearest(link.Name) is { } near ? $": {near}() is near" : ""), "a step");
    }

    private static Traversal Finish(List<Step> steps, bool isSource)
    {
        if (steps.Count > 0) (steps[0].IsFirst, steps[0].IsSource) = (true, isSource);
        if (isSource && steps is [UnionStep union, ..]) MakeSources(union);
        ExtensionCallStep.Gather(steps);
        return new Traversal(steps);
    }

    /// <summary>The ways of a union that the query starts with start as it does: nobody comes to them.</summary>
    private static void MakeSources(UnionStep union)
    {
        foreach (var way in union.Children.Where(way => way.Steps.Count > 0))
        {
            way.Steps[0].IsSource = true;
            if (way.Steps[0] is UnionStep inner) MakeSources(inner);
        }
    }
}

/// <summary>An <c>and()</c> or <c>or()</c> without arguments, between steps; gone once the traversal is bound.</summary>
internal sealed class InfixStep : Step
{
    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope) => throw new InvalidOperationException("Infix steps do not run");
}

/// <summary>Makes <c>a.and().b</c> to <c>and(a, b)</c>; and() binds closer than or(). The source's start stays before it.</summary>
internal static class Infix
{
    public static List<Step> Resolve(List<Step> steps, bool isSource)
    {
        if (!steps.Exists(step => step is InfixStep)) return steps;
        var start = isSource && steps[0] is not InfixStep ? steps.Take(1).ToList() : [];
        return [.. start, Join(steps.Skip(start.Count).ToList(), "or")];
    }

    private static Step Join(List<Step> steps, string name)
    {
        var parts = Split(steps, name);
        var at = parts[0].FirstOrDefault()?.At ?? steps[0].At;
        var traversals = parts.ConvertAll(part => Traversal(name == "or" && part.Exists(step => step is InfixStep) ? [Join(part, "and")] : part)).ToArray();
        if (traversals.Length == 1) return traversals[0].Steps is [var only] ? only : new TraversalFilterStep(traversals[0]) { Name = "filter", At = at };
        return name == "or" ? new OrStep(traversals) { Name = "or", At = at } : new AndStep(traversals) { Name = "and", At = at };
    }

    private static Traversal Traversal(List<Step> steps)
    {
        if (steps.Count > 0) steps[0].IsFirst = true;
        return new Traversal(steps);
    }

    private static List<List<Step>> Split(List<Step> steps, string name)
    {
        var parts = new List<List<Step>> { new() };
        foreach (var step in steps)
        {
            if (step is InfixStep && step.Name == name) parts.Add([]);
            else parts[^1].Add(step);
        }

        return parts;
    }
}
