namespace Steffi.Gremlin.TinkerPop;

/// <summary>Filters as conditions of the planner: what needs no more than the element itself.</summary>
internal static class StepConditions
{
    /// <param name="step">Of vertices or edges.</param>
    /// <param name="labelPath">Where the label of such an element lies.</param>
    /// <param name="defaultLabel">The label of an element without one.</param>
    /// <returns>Null where the step asks for more.</returns>
    public static Condition? Of(Step step, MetadataPath labelPath, string defaultLabel)
    {
        Condition? Part(Step part) => Of(part, labelPath, defaultLabel);
        Condition? Whole(Traversal traversal) => traversal.Steps.Count > 0 ? All(traversal.Steps.ConvertAll(Part)) : null;
        return step switch
        {
            BothStep both => All([Part(both.First), Part(both.Second)]),
            HasStep { Key: { } key } has => Of(key, new PredicateTest(has.Predicate)),
            HasKeyPresentStep { Key: { } key } has => new HeldCondition(new PropertyField(key), has.IsWanted),
            HasTokenStep { Token: ElementToken.Label } has => Condition.Of(new PropertyField(labelPath.Text), new LabelTest(has.Predicate, defaultLabel)),
            TraversalFilterStep { IsNegated: false } filter => Whole(filter.Children.Single()),
            AndStep when step.Children.Any() => All(step.Children.Select(Whole)),
            OrStep when step.Children.Any() => Any(step.Children.Select(Whole)),
            _ => null,
        };
    }

    /// <summary>The condition that edges have one of some labels; null for no labels, which are all.</summary>
    public static Condition? OfEdgeLabels(IReadOnlyList<string?> names, LabelKeys labels) => names.Count == 0 ? null
        : Of(new HasTokenStep(ElementToken.Label, names is [var only] ? new EqualPredicate(only) : new MemberPredicate([.. names], isNegated: false)), labels.EdgePath, LabelKeys.DefaultEdge);

    private static Condition Of(string key, ValueTest test)
    {
        var field = new PropertyField(key);
        return field.IsDotted ? new FieldCondition(field, test) : Condition.Of(field, test);
    }

    private static Condition? All(IEnumerable<Condition?> parts) => parts.ToList() is var all && all.Contains(null) ? null : Condition.All(all!);

    private static AnyCondition? Any(IEnumerable<Condition?> parts) => parts.ToArray() is var all && all.Contains(null) ? null : new AnyCondition(all!);
}
