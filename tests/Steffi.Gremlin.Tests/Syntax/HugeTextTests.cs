using System.Diagnostics;

namespace Steffi.Gremlin.Tests;

/// <summary>Texts that no one writes by hand, of both dialects: an error in a short time, never the end of the process.</summary>
public class HugeTextTests
{
    private const int Megabyte = 1 << 20;

    public static TheoryData<string, string> Texts => new()
    {
        { "one string", $"G.V().Has('Name', '{new string('x', Megabyte)}')" },
        { "one word", "G." + new string('V', Megabyte) },
        { "many steps", "G" + string.Concat(Enumerable.Repeat(".V()", Megabyte / 4)) },
        { "many arguments", $"G.V().Has('Name', Within({string.Join(", ", Enumerable.Repeat("1", Megabyte / 3))}))" },
        { "open parentheses", "G.V" + new string('(', Megabyte) },
        { "nested predicates", "G.V().Has('a', " + string.Concat(Enumerable.Repeat("Within(", 40_000)) + "1" + new string(')', 40_000) + ")" },
        { "spaces alone", new string(' ', Megabyte) },
        { "a string that is not closed", "G.V('" + new string('\\', Megabyte) },
        { "digits", $"G.V().Limit({new string('9', Megabyte)})" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Give_an_error(string what, string text)
    {
        var clock = Stopwatch.StartNew();
        foreach (var dialect in (GremlinDialect[])[GremlinDialect.Skydive, GremlinDialect.TinkerPop])
            Assert.ThrowsAny<QueryException>(() => GremlinQuery.Parse(text.Replace("G.", dialect == GremlinDialect.Skydive ? "G." : "g.", StringComparison.Ordinal), dialect));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), what);
    }

    [Theory]
    [InlineData("g.V()", ".where(__.out()", 5000)]
    [InlineData("g.inject(", "[", 5000)]
    [InlineData("g.V()", ".union(__.both()", 100_000)]
    public void Deep_nesting_of_traversals_gives_an_error(string start, string opening, int depth) =>
        Assert.ThrowsAny<QueryException>(() => GremlinQuery.Parse(start + string.Concat(Enumerable.Repeat(opening, depth)), GremlinDialect.TinkerPop));
}
