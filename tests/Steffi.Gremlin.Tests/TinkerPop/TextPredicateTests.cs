using System.Text.RegularExpressions;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>TextP on strings of every kind that metadata packs in its own way, judged where they lie, against .NET's own verdict.</summary>
public class TextPredicateTests
{
    private static readonly string[] Values =
        ["eth0", "Eth0", "veth17", "", "a\nb", "eth0\n", "\neth0", "veth", "10.0.0.17", "02:fc:00:00:00:07", "é7", new string('x', 150) + "eth0", "a.*b", "$"];

    [Theory]
    [InlineData("eth")]
    [InlineData("^eth")]
    [InlineData("0$")]
    [InlineData("^eth0$")]
    [InlineData("^veth.*7$")]
    [InlineData("e.*h.*0")]
    [InlineData("7$")]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("$")]
    [InlineData("^$")]
    [InlineData("^a.*b$")]
    [InlineData("a.b")]
    [InlineData("\\$")]
    [InlineData("a|7$")]
    [InlineData("[0-9]+")]
    public void An_expression_is_found_where_it_stands(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        Check("regex", pattern, value => regex.IsMatch(value));
        Check("notRegex", pattern, value => !regex.IsMatch(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("eth0")]
    [InlineData("\n")]
    [InlineData("10.")]
    public void Pieces_are_compared_by_their_characters(string piece)
    {
        Check("startingWith", piece, value => value.StartsWith(piece, StringComparison.Ordinal));
        Check("notStartingWith", piece, value => !value.StartsWith(piece, StringComparison.Ordinal));
        Check("endingWith", piece, value => value.EndsWith(piece, StringComparison.Ordinal));
        Check("containing", piece, value => value.Contains(piece, StringComparison.Ordinal));
        Check("notContaining", piece, value => !value.Contains(piece, StringComparison.Ordinal));
    }

    private static void Check(string predicate, string operand, Func<string, bool> passes)
    {
        var expected = Values.Where(passes).Order(StringComparer.Ordinal);
        foreach (var indexed in (bool[])[false, true])
        {
            using var graph = Fixtures.OfNodes([.. Values.Select(value => Metadata.Of(("K", value))), Metadata.Of(("K", 7)), Metadata.Of(("K", new[] { "eth0" }))]);
            if (indexed) graph.CreateIndex("K");
            var found = graph.Query($"g.V().has('K', TextP.{predicate}(operand)).values('K')", new QueryParameters { ["operand"] = operand }, Traversals.Options).Items;
            Assert.Equal(expected, found.Cast<string>().Order(StringComparer.Ordinal));
        }
    }
}
