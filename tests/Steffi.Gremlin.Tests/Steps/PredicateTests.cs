namespace Steffi.Gremlin.Tests;

/// <summary>One node a value, n0 on; which of them a condition on V accepts.</summary>
public class PredicateTests
{
    private static readonly Graph Numbers = Fixtures.OfNodes(
        Of(1), Of(2.0), Of(1.9), Of(true), Of("1"), Of("01"), Of(MetadataValue.List([1, "x", 5])), Of(Metadata.Of(("a", 1))), default(Metadata), Of(-3));

    private static readonly Graph Texts = Fixtures.OfNodes(
        Of("eth0"), Of("Eth0"), Of("a.b"), Of("a\nb"), Of(""), Of(new string('x', 100) + "eth0"), Of(new[] { "lo", "eth0" }), default(Metadata));

    private static readonly Graph Addresses = Fixtures.OfNodes(
        Of("10.0.0.1"), Of("10.0.0.1/24"), Of("10.0.1.1/24"), Of("010.0.0.1"), Of("10.0.0"), Of("fe80::1/64"), Of("::ffff:10.0.0.1"),
        Of(new[] { "192.168.0.1", "10.0.0.9" }), Of("10.0.0.1/24/3"), Of(10));

    [Theory]
    [InlineData("1", "0 3 4 6")]
    [InlineData("1.0", "0 3 4 6")]
    [InlineData("2", "1")]
    [InlineData("1.9", "2")]
    [InlineData("-3", "9")]
    [InlineData("true", "3")]
    [InlineData("false", "")]
    [InlineData("'1'", "4")]
    [InlineData("Ne(1)", "1 2 5 7 9")]
    [InlineData("Nee(1)", "1 2 5 7 8 9")]
    [InlineData("Ne(true)", "0 1 2 4 5 6 7 9")]
    [InlineData("Nee('1')", "0 1 2 3 5 6 7 8 9")]
    [InlineData("Lt(2)", "0 2 3 4 5 6 9")]
    [InlineData("Lt(1.95)", "0 2 3 4 5 6 9")]
    [InlineData("Lte('1')", "0 3 4 5 6 9")]
    [InlineData("Gt(1.5)", "1 2 6")]
    [InlineData("Gte(2)", "1 6")]
    [InlineData("Inside(1, 2)", "2")]
    [InlineData("Between(1, 2)", "0 2 3 4 5 6")]
    [InlineData("Outside(-1, 1.95)", "1 6 9")]
    [InlineData("Within()", "")]
    [InlineData("Within(2, 'x')", "1 6")]
    [InlineData("Within(true)", "0 3 4 6")]
    [InlineData("Without()", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("Without(1, 2)", "2 5 7 8 9")]
    public void Numbers_and_bools_compare(string predicate, string expected) => Check(Numbers, predicate, expected);

    [Theory]
    [InlineData("'eth0'", "0 6")]
    [InlineData("Ne('eth0')", "1 2 3 4 5")]
    [InlineData("Regex('eth0')", "0 6")]
    [InlineData("Regex('(?i)ETH0')", "0 1 6")]
    [InlineData("Regex('eth\\d')", "0 6")]
    [InlineData("Regex('.*eth.*')", "0 5 6")]
    [InlineData("Regex('e.*')", "0 6")]
    [InlineData("Regex('.*0')", "0 1 5 6")]
    [InlineData("Regex('.*')", "0 1 2 4 5 6")]
    [InlineData("Regex('(?s).*')", "0 1 2 3 4 5 6")]
    [InlineData("Regex('a.b')", "2")]
    [InlineData("Regex('a\\.b')", "2")]
    [InlineData("Regex('\\Qa.b\\E')", "2")]
    [InlineData("Regex('a|eth0')", "0 6")]
    [InlineData("Regex('[[:alpha:]]+[[:digit:]]')", "0 1 5 6")]
    [InlineData("Regex('(?P<name>eth)0')", "0 6")]
    [InlineData("Regex('')", "4")]
    [InlineData("Within('eth0', '')", "0 4 6")]
    [InlineData("Without('eth0')", "1 2 3 4 5 7")]
    [InlineData("Gt(0)", "")]
    public void Texts_compare(string predicate, string expected) => Check(Texts, predicate, expected);

    [Theory]
    [InlineData("IPV4Range('10.0.0.0/24')", "0 1 7")]
    [InlineData("IPV4Range('10.0.0.77/24')", "0 1 7")]
    [InlineData("IPV4Range('10.0.0.0/16')", "0 1 2 7")]
    [InlineData("IPV4Range('0.0.0.0/0')", "0 1 2 7")]
    [InlineData("IPV4Range('10.0.0.1/32')", "0 1")]
    [InlineData("IPV6Range('fe80::/10')", "5")]
    [InlineData("IPV6Range('::/0')", "5 6")]
    public void Addresses_lie_in_networks(string predicate, string expected) => Check(Addresses, predicate, expected);

    [Fact]
    public void Digits_of_other_scripts_are_no_digits_as_in_RE2()
    {
        using var graph = Fixtures.OfNodes(Of("٣"), Of("3"));
        Check(graph, "Regex('\\d')", "1");
        Check(graph, "Regex('[\\d]')", "1");
        Check(graph, "Regex('\\D')", "0");
    }

    [Fact]
    public void A_regular_expression_that_backtracks_elsewhere_ends_here()
    {
        using var graph = Fixtures.OfNodes(Of(new string('a', 5000) + "!"));
        Assert.Equal(0, graph.Query("G.V().Has('K', Regex('(a+)+b'))").Count);
    }

    [Fact]
    public void Integers_beyond_doubles_precision_stay_apart()
    {
        using var graph = Fixtures.OfNodes(Of(9007199254740993), Of(9007199254740992), Of(9007199254740992.0));
        Check(graph, "9007199254740993", "0");
        Check(graph, "9007199254740992.0", "1 2");
        Check(graph, "Gt(9007199254740992)", "0");
    }

    private static Metadata Of(MetadataValue value) => Metadata.Of(("K", value));

    private static void Check(Graph graph, string predicate, string expected)
    {
        var found = graph.Query($"G.V().Has('K', {predicate})").Ids().Select(id => id[1..]);
        Assert.Equal(expected, string.Join(" ", found));
    }
}
