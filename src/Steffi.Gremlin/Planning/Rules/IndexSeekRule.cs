namespace Steffi.Gremlin;

/// <summary>
/// Conditions that ask for values of a path become seeks: where the graph has an index on one, only its candidates are judged; an
/// expression once for each value of the index. The condition stays, because an index gives a superset. Which seek is taken is
/// decided when the query runs, by what there is to look at.
/// <code>
/// V where Name = 'eth0' and MTU > 1400  =>  V seek [Name] where Name = 'eth0' and MTU > 1400
/// V where Name in ['a', 'b']            =>  V seek [Name] where Name in ['a', 'b']
/// V where Name =~ /a.*/                 =>  V seek [Name] where Name =~ /a.*/
/// V where (Name = 'a' or Type = 'b')    =>  no change
/// </code>
/// </summary>
internal sealed class IndexSeekRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (steps[at] is not LogicalNodes { Id: null, Where: { } where, Seeks.Count: 0 } nodes) return false;
        var seeks = new List<Seek>();
        foreach (var condition in where.Conjuncts)
        {
            if (condition is FieldCondition { Field.Path: { } path } field && field.ValueTest.IsSought) seeks.Add(new Seek(path, field.ValueTest));
        }

        if (seeks.Count == 0) return false;
        steps[at] = nodes with { Seeks = seeks };
        return true;
    }
}
