namespace Steffi.Gremlin.TinkerPop;

internal static class BranchTable
{
    public static IReadOnlyDictionary<string, Func<Arguments, Step>> Steps { get; } = new Dictionary<string, Func<Arguments, Step>>
    {
        ["union"] = given => new UnionStep(given.Traversals()),
        ["local"] = given => new LocalStep(given.Traversal()),
        ["optional"] = given => new OptionalStep(given.Traversal()),
        ["coalesce"] = given => new CoalesceStep(given.Traversals()),
        ["branch"] = given => new ChooseStep(What(given), takesFirst: false),
        ["choose"] = Choose,
        ["repeat"] = Repeat,
    };

    private static By What(Arguments given) => given.Try<ElementToken>(out var token) ? new By { Token = token } : new By { Traversal = given.Traversal() };

    private static Step Choose(Arguments given)
    {
        if (given.Count == 1) return new ChooseStep(What(given), takesFirst: true);
        Traversal? condition = null;
        if (!given.Try<Predicate>(out var predicate)) condition = given.Traversal();
        return new IfStep(predicate, condition, given.Traversal(), given.Count > 0 ? given.Traversal() : null);
    }

    private static RepeatStep Repeat(Arguments given)
    {
        var step = new RepeatStep();
        step.SetBody(given.Try<string>(out var name) ? name : null, CheckedBody(given));
        return step;
    }

    public static Traversal CheckedBody(Arguments given)
    {
        var body = given.Traversal();
        // What is injected comes once: at any depth the second round would be another than the first.
        if (body.AllSteps.Any(step => step is InjectStep)) throw given.Refuse("The parent of inject()-step can not be repeat()-step");
        return body.Steps.Exists(step => step is ReduceStep) ? throw given.Refuse("The parent of a reducing/supplying barrier can not be repeat()-step") : body;
    }
}
