namespace Steffi.Gremlin.Tests;

public class ParameterTests
{
    private static readonly Graph Numbers = Graphs.Many(20);

    [Fact]
    public void A_text_is_parsed_once_and_its_parameters_bound_once_for_the_same_values()
    {
        const string text = "G.V().Has('Name', $name, 'Rank', Within($ranks))";
        foreach (var dialect in (GremlinDialect[])[GremlinDialect.Skydive, GremlinDialect.TinkerPop])
            Assert.Same(GremlinQuery.Parse("g.V().limit(7)", dialect), GremlinQuery.Parse("g.V().limit(7)", dialect));
        Assert.NotSame(GremlinQuery.Parse("g.V().limit(7)"), GremlinQuery.Parse("g.V().limit(7)", GremlinDialect.TinkerPop));
        var query = GremlinQuery.Parse(text);
        Assert.Same(query, GremlinQuery.Parse(text));
        Assert.Equal(["id7"], query.Run(Numbers, Values("x7")).Ids());
        Assert.Same(query.AsStandingFilter(Values("x7")), query.AsStandingFilter(Values("x7")));
        Assert.Equal(["id14"], query.Run(Numbers, Values("x14")).Ids());
        Assert.Equal(["id7"], query.Run(Numbers, Values("x7")).Ids());

        static QueryParameters Values(string name) => new() { ["name"] = name, ["ranks"] = new MetadataValue[] { 0, 1 } };
    }

    [Fact]
    public void Strings_numbers_and_bools_stand_where_literals_stand()
    {
        Assert.Equal(["id7"], Run("G.V().Has('Name', $name)", ("name", "x7")));
        Assert.Equal(["id5", "id12", "id19"], Run("G.V().Has($key, $value)", ("key", "Rank"), ("value", 5)));
        Assert.Equal(["id3"], Run("G.V().Has('Half', $value)", ("value", 1.5)));
        Assert.Equal(10, Run("G.V().Has('Even', $value)", ("value", true)).Length);
        Assert.Equal(["id2"], Run("G.V($id)", ("id", "id2")));
        Assert.Equal(["id0", "id1"], Run("G.V().Limit($n)", ("n", 2)));
        Assert.Equal(["id0", "id1", "id2"], Run("G.V('id0').Descendants($depth)", ("depth", 1)));
    }

    [Fact]
    public void A_list_gives_its_items_to_Within_and_Without()
    {
        Assert.Equal(["id1", "id2", "id9"], Run("G.V().Has('Name', Within($names, 'x9'))", ("names", new[] { "x1", "x2" })));
        Assert.Equal(18, Run("G.V().Has('Name', Without($names))", ("names", new[] { "x1", "x2" })).Length);
        Assert.Empty(Run("G.V().Has('Name', Within($names))", ("names", Array.Empty<string>())));
    }

    [Fact]
    public void What_looks_like_a_query_in_a_value_stays_a_value() =>
        Assert.Empty(Run("G.V().Has('Name', $name)", ("name", "x1')).V(('")));

    [Fact]
    public void One_prepared_query_serves_many_values()
    {
        var query = GremlinQuery.Parse("G.V().Has('Name', $name)");
        foreach (var i in new[] { 3, 4, 4, 3 })
            Assert.Equal([$"id{i}"], query.Run(Numbers, new QueryParameters { ["name"] = $"x{i}" }).Ids());
    }

    [Theory]
    [InlineData("G.V().Has('Name', $missing)", "No value is bound to the parameter $missing")]
    [InlineData("G.V().Has('Name', $list)", "The parameter $list is a list, which only Within and Without take")]
    [InlineData("G.V().Has('Name', $map)", "The parameter $map is a map; a string, number, bool or list is expected")]
    [InlineData("G.V().Has('Name', $none)", "The parameter $none is null; a string, number, bool or list is expected")]
    [InlineData("G.V($number)", "V parameter must be a string : [1]")]
    [InlineData("G.V().HasKey($number)", "HasKey accepts only one parameter of type string : [1]")]
    [InlineData("G.V().Limit($text)", "x is not an integer")]
    [InlineData("G.V().Has('Name', Regex($number))", "REGEX predicate expects a string as parameter, got: Regex")]
    [InlineData("G.V().Descendants($text)", "Descendants last argument must be the maximum depth specified as an integer")]
    [InlineData("G.V().NextHop($text)", "NextHop parameter have to be a valid IP address")]
    [InlineData("G.V().Has('A', $number.5)", "Unexpected token while parsing parameters, got: .")]
    public void A_value_that_does_not_fit_is_an_error_when_run(string text, string reason)
    {
        var parameters = new QueryParameters
        {
            ["list"] = new[] { "a" },
            ["map"] = Metadata.Of(("a", 1)),
            ["none"] = MetadataValue.Null,
            ["number"] = 1,
            ["text"] = "x",
        };
        Assert.Equal(reason, Assert.ThrowsAny<QueryException>(() => Numbers.Query(text, parameters)).Reason);
    }

    [Fact]
    public void Names_of_parameters_are_case_sensitive() =>
        Assert.Throws<QueryException>(() => Numbers.Query("G.V($ID)", new QueryParameters { ["id"] = "id1" }));

    private static string[] Run(string text, params (string Name, MetadataValue Value)[] values)
    {
        var parameters = new QueryParameters();
        foreach (var (name, value) in values) parameters[name] = value;
        return Numbers.Query(text, parameters).Ids();
    }
}
