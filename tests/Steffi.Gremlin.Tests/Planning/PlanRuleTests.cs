namespace Steffi.Gremlin.Tests;

/// <summary>A query and its plan on one line; "no change" rows show where a rule must keep away.</summary>
public class PlanRuleTests
{
    [Theory]
    // FilterIntoSelectionRule
    [InlineData("G.V().HasKey('A')", "V where A present")]
    [InlineData("G.V().HasKey('A').HasNot('B')", "V where A present and B absent")]
    [InlineData("G.V().Out('A').HasKey('B')", "V -> Out where A present and B present")]
    [InlineData("G.E().HasKey('A')", "E where A present")]
    [InlineData("G.V().OutE().HasKey('A').OutV().HasKey('B')", "V -> OutE where A present -> child where B present")]
    [InlineData("G.V('x').HasKey('A')", "V 'x' where A present")]
    [InlineData("G.V().Limit(2).HasKey('A')", "V limit 2 -> filter where A present")]
    [InlineData("G.V().Out().Dedup().HasKey('A')", "V -> Out distinct -> filter where A present")]
    [InlineData("G.V().As('x').HasKey('A').HasKey('B')", "V -> as 'x' -> filter where A present and B present")]
    // DedupIntoMoveRule
    [InlineData("G.V().Out().Dedup()", "V -> Out distinct")]
    [InlineData("G.V().BothE().Dedup().InV().Dedup()", "V -> BothE distinct -> parent distinct")]
    [InlineData("G.V().Out().Dedup('Name')", "V -> Out -> dedup by Name")]
    [InlineData("G.V().Out().Limit(2).Dedup()", "V -> Out limit 2 -> dedup")]
    [InlineData("G.V().Dedup()", "V -> dedup")]
    // EarlyDedupRule
    [InlineData("G.V().Out().Both().In().Dedup()", "V -> Out distinct -> Both distinct -> In distinct")]
    [InlineData("G.V().OutE().OutV().Dedup().Count()", "V -> OutE distinct -> child distinct count")]
    [InlineData("G.V().Out().Descendants(0)", "V -> Out distinct -> Descendants over RelationType = 'ownership'")]
    [InlineData("G.V().Out().Limit(2).In().Dedup()", "V -> Out limit 2 -> In distinct")]
    [InlineData("G.V().Out().As('x').In().Dedup()", "V -> Out -> as 'x' -> In distinct")]
    // RangeIntoStepRule
    [InlineData("G.V().Limit(3)", "V limit 3")]
    [InlineData("G.V().HasKey('A').Range(2, 5)", "V where A present range 2..5")]
    [InlineData("G.V().Range(10, 20).Limit(5)", "V range 10..15")]
    [InlineData("G.V().Limit(5).Range(3, 100)", "V range 3..5")]
    [InlineData("G.V().Out().Dedup().Limit(1)", "V -> Out distinct limit 1")]
    [InlineData("G.V().Dedup('Name').Limit(1)", "V -> dedup by Name limit 1")]
    [InlineData("G.V().As('x').Limit(1)", "V -> as 'x' -> limit 1")]
    [InlineData("G.V().As('x').Limit(4).Limit(1)", "V -> as 'x' -> limit 1")]
    // RangeIntoSortRule
    [InlineData("G.V().Sort('Name').Limit(10)", "V sort by Name top limit 10")]
    [InlineData("G.V().Sort(DESC, 'Name').Range(5, 10)", "V sort by Name desc top range 5..10")]
    [InlineData("G.V().Sort().Dedup()", "V -> sort by @CreatedAt -> dedup")]
    // SortIntoSelectionRule
    [InlineData("G.V().Out().Dedup().Sort('Name').Limit(3)", "V -> Out distinct sort by Name top limit 3")]
    [InlineData("G.V().Limit(5).Sort('Name').Limit(3)", "V limit 5 -> sort by Name top limit 3")]
    [InlineData("G.V().Sort('Name').Limit(3).Has('A', 1).Limit(2)", "V sort by Name top limit 3 -> filter where A = 1 limit 2")]
    // SortBeforeCountRule and CountIntoSelectionRule
    [InlineData("G.V().Count()", "V count")]
    [InlineData("G.V().Sort('Name').Count()", "V count")]
    [InlineData("G.V().Out().HasKey('A').Count()", "V -> Out where A present count")]
    [InlineData("G.V().Out().Dedup().Limit(3).Count()", "V -> Out distinct limit 3 count")]
    [InlineData("G.V().Sort('Name').Limit(3).Count()", "V sort by Name top limit 3 -> count")]
    [InlineData("G.V().Dedup('Name').Count()", "V -> dedup by Name -> count")]
    // IndexSeekRule
    [InlineData("G.V().Has('Name', 'a')", "V seek [Name] where Name = 'a'")]
    [InlineData("G.V().Has('Name', 'a', 'MTU', Gt(5)).Has('Type', 'b')", "V seek [Name, MTU, Type] where Name = 'a' and MTU > 5 and Type = 'b'")]
    [InlineData("G.V().Has('Name', Within('a', 1))", "V seek [Name] where Name in ['a', 1]")]
    [InlineData("G.V().Has('Metadata.Up', true)", "V seek [Up] where Metadata.Up = true")]
    [InlineData("G.V().Has('Name', 'a').Limit(1)", "V seek [Name] where Name = 'a' limit 1")]
    [InlineData("G.V().Has('Name', 'a').Count()", "V seek [Name] where Name = 'a' count")]
    [InlineData("G.V().Has('@ID', 'a')", "V where @ID = 'a'")]
    [InlineData("G.V().Has('Name', Ne('a'))", "V where not (Name = 'a')")]
    [InlineData("G.V().Has('Name', Regex('a.*'))", "V seek [Name] where Name =~ /a.*/")]
    [InlineData("G.V().HasEither('Name', 'a', 'Type', 'b')", "V where (Name = 'a' or Type = 'b')")]
    [InlineData("G.V('x').Has('Name', 'a')", "V 'x' where Name = 'a'")]
    [InlineData("G.V().Out().Has('Name', 'a')", "V -> Out where Name = 'a'")]
    [InlineData("G.V().Limit(2).Has('Name', 'a')", "V limit 2 -> filter where Name = 'a'")]
    // Steps without rules
    [InlineData("G", "G")]
    [InlineData("G.V().As('x').Out().Select('x')", "V -> as 'x' -> Out -> select 'x'")]
    [InlineData("G.V().Descendants(0)", "V -> Descendants over RelationType = 'ownership'")]
    [InlineData("G.V().Neighbors('A', 'b', 3)", "V -> Neighbors over A = 'b' depth 3")]
    [InlineData("G.V().ShortestPathTo(Metadata('A', 1), Metadata('B', 2)).SubGraph().E()", "V -> shortest path to A = 1 over edges where B = 2 -> subgraph -> E")]
    [InlineData("G.At('-1m', 60).V().G.V().Count()", "context now -00:01:00 back 00:01:00 -> V -> G -> V count")]
    public void Gives_this_plan(string query, string plan) =>
        Assert.Equal(plan, GremlinQuery.Parse(query).Explain().Replace("\n", " -> ", StringComparison.Ordinal));

    [Fact]
    public void A_plan_shows_the_values_of_parameters() =>
        Assert.Equal("V seek [Name] where Name = 'eth0'", GremlinQuery.Parse("G.V().Has('Name', $n)").Explain(new QueryParameters { ["n"] = "eth0" }));
}
