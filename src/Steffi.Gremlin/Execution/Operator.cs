namespace Steffi.Gremlin;

/// <summary>Does one step of a plan. Made once a plan and shared by all its runs: the state is the run's.</summary>
internal abstract class Operator(SourcePosition at)
{
    public SourcePosition At => at;

    /// <summary>Takes the run's input and leaves its own output there.</summary>
    public abstract void Run(QueryRun run);
}

/// <summary>Which operator does which step.</summary>
internal static class Operators
{
    public static Operator[] Of(IReadOnlyList<LogicalStep> steps) => [.. steps.Select(Of)];

    public static Operator Of(LogicalStep step) => step switch
    {
        LogicalNodes nodes => new NodesOperator(nodes),
        LogicalEdges edges => new EdgesOperator(edges),
        LogicalFilter { Of: Shape.Nodes } filter => new NodeFilterOperator(filter),
        LogicalFilter filter => new EdgeFilterOperator(filter),
        LogicalHop hop => new HopOperator(hop),
        LogicalIncident incident => new IncidentOperator(incident),
        LogicalEnds ends => new EndsOperator(ends),
        LogicalDedup dedup => DedupOperator.Of(dedup),
        LogicalRange range => new RangeOperator(range),
        LogicalSort sort => new SortOperator(sort),
        LogicalCount count => new CountOperator(count),
        LogicalAs named => new AsOperator(named),
        LogicalSelect select => new SelectOperator(select),
        LogicalValues values => new ValuesOperator(values),
        LogicalValueMap maps => new ValueMapOperator(maps),
        LogicalKeys keys => new KeysOperator(keys),
        LogicalSum sum => new SumOperator(sum),
        LogicalValueFilter filter => new ValueFilterOperator(filter),
        LogicalNextHops hops => new NextHopsOperator(hops),
        LogicalGraph graph => new GraphOperator(graph),
        LogicalContext context => new ContextOperator(context),
        LogicalSubGraph part => new SubGraphOperator(part),
        LogicalReach reach => new ReachOperator(reach),
        LogicalPaths paths => new PathsOperator(paths),
        LogicalOpen open => new OpenOperator(open),
        _ => throw new InvalidOperationException($"No operator does {step.GetType().Name}"),
    };
}
