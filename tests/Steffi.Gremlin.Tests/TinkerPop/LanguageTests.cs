using System.Numerics;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>What TinkerPop's documentation and grammar say of single words of the language.</summary>
public class LanguageTests
{
    private static readonly Graph Small = Traversals.Small();

    [Theory]
    [InlineData("1_000", 1000)]
    [InlineData("017", 15)]
    [InlineData("-0x1_Fl", -31L)]
    [InlineData("10b", (sbyte)10)]
    [InlineData("1.5f", 1.5f)]
    public void Numbers_are_read_as_in_the_grammar(string literal, object expected) => Assert.Equal(expected, Small.AskOne($"g.inject({literal})"));

    [Theory]
    [InlineData("1_")]
    [InlineData("089")]
    public void Broken_numbers_are_refused(string literal) => Assert.Throws<QuerySyntaxException>(() => Small.Ask($"g.inject({literal})"));

    [Theory]
    [InlineData("5", 5)]
    [InlineData(" 7 ", 7)]
    [InlineData("5L", 5L)]
    [InlineData("12345678901", 12345678901L)]
    [InlineData("0x1F", 31)]
    [InlineData("5.75", 5.75f)]
    [InlineData("1.123456789", 1.123456789)]
    [InlineData("5d", 5.0)]
    public void A_text_becomes_a_number_of_the_kind_that_it_spells(string text, object expected) => Assert.Equal(expected, Small.AskOne($"g.inject('{text}').asNumber()"));

    [Fact]
    public void A_text_of_many_digits_becomes_a_big_integer() =>
        Assert.Equal(BigInteger.Parse("123456789012345678901"), Small.AskOne("g.inject('123456789012345678901').asNumber()"));

    [Theory]
    [InlineData("")]
    [InlineData("5b")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    public void What_spells_no_number_is_an_error(string text) =>
        Assert.Contains($"Can't parse string '{text}' as number", Assert.Throws<QueryException>(() => Small.Ask($"g.inject('{text}').asNumber()")).Reason, StringComparison.Ordinal);

    [Fact]
    public void Comments_and_reserved_words_as_keys_are_read() =>
        Assert.Equal(3, ((TraversalMap)Small.AskOne("g.inject([new: 1, keys: 2, // a comment\n edges: 3])")!).Count);

    [Fact]
    public void What_is_no_number_is_neither_true_nor_false() => Assert.Null(Small.AskOne("g.inject(NaN).asBool()"));

    [Fact]
    public void Next_takes_a_number() => Assert.Equal(2, Small.Ask("g.V().next(2)").Count);

    [Theory]
    [InlineData("g.V().has(null)", 0)]
    [InlineData("g.V().hasNot(null)", 3)]
    [InlineData("g.V().hasLabel(null)", 0)]
    [InlineData("g.V().hasLabel('veth', null)", 2)]
    public void Null_is_a_key_and_label_that_nothing_has(string text, int rows) => Assert.Equal(rows, Small.Ask(text).Count);

    [Fact]
    public void Property_of_null_sets_nothing()
    {
        var graph = new Graph();
        Assert.Equal(0, ((TraversalMap)graph.AskOne("g.addV('a').property(null).property(single, null).valueMap()")!).Count);
    }

    [Theory]
    [InlineData("g.V().project('a', 'a')", "keys must be unique in ProjectStep")]
    [InlineData("g.V().repeat(out()).times(2).until(has('a'))", "The repeat()-step already has its until()-modulator declared")]
    [InlineData("g.V().repeat(out()).emit().times(2).emit()", "The repeat()-step already has its emit()-modulator declared")]
    [InlineData("g.V().valueMap().by('a').by('b')", "valueMap()/propertyMap() step can only have one by modulator")]
    [InlineData("g.V().group().by('a').by('b').by('c')", "The key and value traversals for group()-step have already been set")]
    [InlineData("g.mergeE([(OUT): Merge.outV, (IN): 1])", "option(outV) must be specified if it is used for OUT")]
    [InlineData("g.inject('a').dateAdd(DT.day, 1)", "dateAdd accept only DateTime")]
    [InlineData("g.inject([1]).asDate()", "Can't parse")]
    [InlineData("g.inject(1).is(typeOf('3'))", "3 is not a registered type")]
    [InlineData("g.mergeV([(T.label): 5])", "mergeV() and option(onCreate) args expect T.label value to be of String")]
    [InlineData("g.mergeE([(OUT): Merge.inV])", "Only Merge.outV token may be used for Direction.OUT")]
    public void Misuse_is_named(string text, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<QueryException>(() => new Graph().Ask(text)).Reason, StringComparison.Ordinal);
}
