using Steffi.Analyzer.Conformance;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>The scenarios' notation: each value passes as what it is, and as nothing else.</summary>
public class ScenarioTests
{
    private const string Two = "g.addV('person').property('name', 'a').as('a').addV('person').property('name', 'b').addE('knows').from('a')";

    [Theory]
    [InlineData("g.inject(1b)", "d[1].b", "d[1].i")]
    [InlineData("g.inject(1s)", "d[1].s", "d[1].b")]
    [InlineData("g.inject(1l)", "d[1].l", "d[1].i")]
    [InlineData("g.inject(1n)", "d[1].n", "d[1].m")]
    [InlineData("g.inject(1.5f)", "d[1.5].f", "d[1.5].d")]
    [InlineData("g.inject(1.5m)", "d[1.5].m", "d[1.5].d")]
    [InlineData("g.inject(12345678901234567890123456789012345.5m)", "d[12345678901234567890123456789012345.5].m", "d[12345678901234567890123456789012345.6].m")]
    [InlineData("g.inject(0.1234567890123456789012345678901m)", "d[0.1234567890123456789012345678901].m", "d[0.1234567890123456789012345679].m")]
    [InlineData("g.inject(-Infinity)", "d[-Infinity]", "d[NaN]")]
    [InlineData("g.inject(null)", "null", "str[null]")]
    [InlineData("g.inject(true)", "true", "str[true]")]
    [InlineData("g.inject(' x ')", "str[ x ]", "x")]
    [InlineData("g.inject(datetime('2023-08-02T00:00:00Z'))", "dt[2023-08-02T00:00Z]", "dt[2023-08-02T00:00:01Z]")]
    [InlineData("g.inject(UUID('f47af10b-58cc-4372-a567-0f02b2f3d479'))", "uuid[f47af10b-58cc-4372-a567-0f02b2f3d479]", "str[f47af10b-58cc-4372-a567-0f02b2f3d479]")]
    [InlineData("g.inject([1, [2, 'x'], []])", "l[d[1].i,l[d[2].i,x],l[]]", "l[d[1].i,l[x,d[2].i],l[]]")]
    [InlineData("g.inject({1, 2})", "s[d[2].i,d[1].i]", "s[d[1].i]")]
    [InlineData("g.inject([1: ['a'], (T.id): [b: 2L]])", "m[{\"d[1].i\": [\"a\"], \"t[id]\": {\"b\": \"d[2].l\"}}]", "m[{\"d[1].i\": [\"a\"], \"id\": {\"b\": \"d[2].l\"}}]")]
    [InlineData("g.V().has('name', 'a')", "v[a]", "v[b]")]
    [InlineData("g.V().has('name', 'a').id()", "v[a].id", "v[b].id")]
    [InlineData("g.E()", "e[a-knows->b]", "e[b-knows->a]")]
    [InlineData("g.V().has('name', 'a').outE().inV().path()", "p[v[a],e[a-knows->b],v[b]]", "l[v[a],e[a-knows->b],v[b]]")]
    [InlineData("g.V().has('name', 'a').properties()", "vp[a-name->a]", "vp[a-name->b]")]
    public void A_value_is_told_from_another(string traversal, string same, string other)
    {
        Assert.Null(Run(traversal, $"Then the result should be unordered\n  | result |\n  | {same} |"));
        Assert.StartsWith("gave ", Run(traversal, $"Then the result should be unordered\n  | result |\n  | {other} |"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Then the result should have a count of 2", "Then the result should have a count of 1")]
    [InlineData("Then the result should be of\n  | result |\n  | v[a] |\n  | v[b] |\n  | v[c] |", "Then the result should be of\n  | result |\n  | v[a] |")]
    [InlineData("Then the result should be ordered\n  | result |\n  | v[a] |\n  | v[b] |", "Then the result should be ordered\n  | result |\n  | v[b] |\n  | v[a] |")]
    [InlineData("Then the graph should return 1 for count of \"g.V().has(\\\"name\\\", \\\"a\\\")\"", "Then the graph should return 1 for count of \"g.V()\"")]
    public void What_should_come_is_checked(string holds, string fails)
    {
        Assert.Null(Run("g.V()", holds));
        Assert.NotNull(Run("g.V()", fails));
    }

    [Theory]
    [InlineData("Then the traversal will raise an error", true)]
    [InlineData("Then the traversal will raise an error with message containing text of \"be Parsed\"", false)]
    [InlineData("Then the traversal will raise an error with message starting text of \"Can't parse\"", true)]
    [InlineData("Then the traversal will raise an error with message ending text of \"as Date.\"", true)]
    [InlineData("Then the traversal will raise an error with message ending text of \"Can't\"", false)]
    [InlineData("Then the result should be empty", false)]
    public void An_error_is_checked(string line, bool holds) => Assert.Equal(holds, Run("g.inject('x').asDate()", line) is null);

    [Fact]
    public void Lambdas_are_told_by_what_is_defined_too() =>
        Assert.NotNull(Outcome("And using the parameter l1 defined as \"c[it.get()]\"\nAnd the traversal of\n\"\"\"\ng.V().map(l1)\n\"\"\"\nWhen iterated to list").Exclusion);

    [Fact]
    public void Parameters_and_side_effects_stand_in_the_traversal() => Assert.Null(Outcome(
        "And using the parameter xx1 defined as \"l[d[1].l,v[a].id]\"\nAnd using the side effect y defined as \"m[{\\\"a\\\":\\\"d[2].i\\\"}]\"\n"
        + "And the traversal of\n\"\"\"\ng.V().has(\"name\", \"a\").constant(xx1).as(\"l\").select(\"y\").select(\"a\").path()\n\"\"\"\nWhen iterated to list\n"
        + "Then the result should be unordered\n| result |\n| p[v[a],l[d[1].l,v[a].id],m[{\"a\":\"d[2].i\"}],d[2].i] |").Failure);

    private static string? Run(string traversal, string then) => Outcome($"And the traversal of\n\"\"\"\n{traversal}\n\"\"\"\nWhen iterated to list\n{then}").Failure;

    private static ScenarioOutcome Outcome(string steps)
    {
        var folder = Directory.CreateTempSubdirectory("steffi-scenario");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "A.feature"),
                $"Feature: A\n\n  Scenario: a\nGiven the empty graph\nAnd the graph initializer of\n\"\"\"\n{Two}\n\"\"\"\n{steps}\n");
            return Assert.Single(Assert.Single(new ConformanceRun(folder, ToyGraphs.Beside(folder)).Run()).Scenarios);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
