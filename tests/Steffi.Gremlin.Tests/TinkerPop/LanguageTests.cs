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
    [InlineData(".5")]
    [InlineData("1..2.5")]
    [InlineData("'a'..'bc'")]
    [InlineData("1..2000000")]
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

    [Theory]
    [InlineData("g.inject(3..1)", "[3, 2, 1]")]
    [InlineData("g.inject('ab'..'ad');", "[ab, ac, ad]")]
    [InlineData("g.inject([true: 1, null: 2, Infinity: 3])", "{true=1, null=2, Infinity=3}")]
    [InlineData("g.inject([1.0, 1.5e-5, 0.001, 1e7, -123.5, 1.5f, NaN])", "[1.0, 1.5E-5, 0.001, 1.0E7, -123.5, 1.5, NaN]")]
    [InlineData("g.E('pair')", "e[pair][eth0-layer2->veth0]")]
    [InlineData("g.V('eth0').out('layer2').path()", "path[v[eth0], v[veth0]]")]
    [InlineData("g.inject([e: 1, pi: 2]).math('e + pi')", "3.0")]
    [InlineData("g.inject(NaN).math('signum _')", "0.0")]
    [InlineData("g.withSack(1, sum).V('eth0').both().both().sack().fold()", "[2, 2]")]
    [InlineData("g.withoutStrategies(LazyBarrierStrategy).withSack(1, sum).V('eth0').both().both().sack().fold()", "[1, 1]")]
    [InlineData("g.withBulk(false).V('eth0').both().both().values('Name').fold()", "[eth0]")]
    [InlineData("g.withBulk(false).V('eth0').both().both().count()", "2")]
    [InlineData("g.V('eth0').properties('MTU').valueMap().with(WithOptions.tokens)", "{id=eth0.MTU, key=MTU, value=1500}")]
    public void Values_as_text(string text, string expected) => Assert.Equal(expected, Small.AskOne(text.TrimEnd(';') + ".asString()" + (text[^1] == ';' ? ";" : "")));

    [Theory]
    [InlineData("is(P.not(lt(1)))", 4)]
    [InlineData("is(P.not(TextP.startingWith('b')))", 5)]
    [InlineData("is(TextP.notStartingWith('b'))", 1)]
    [InlineData("is(P.gt(NaN).negate())", 5)]
    [InlineData("is(P.lte(null))", 1)]
    public void What_cannot_be_compared_passes_the_negation(string filter, int rows) => Assert.Equal(rows, Small.Ask($"g.inject(1, 0, NaN, null, 'a').{filter}").Count);

    [Theory]
    [InlineData("g.V().has('MTU', __.is(gt(0)))", 0)]
    [InlineData("g.V('eth0').both(null)", 0)]
    [InlineData("g.V('eth0').both('layer2', null)", 1)]
    [InlineData("g.V().hasId(['eth0', 'blue'], 'veth0')", 3)]
    [InlineData("g.V([])", 0)]
    [InlineData("g.inject([1, 'a'], [1], []).is(lt([1, 'b']))", 3)]
    [InlineData("g.inject([1], [[1]], [null]).is(lt(['a']))", 0)]
    [InlineData("g.inject([1], [NaN]).is(P.not(lte([NaN])))", 2)]
    [InlineData("g.inject({2, 1}, {'a', 1}).is(gte({1, 1}))", 2)]
    [InlineData("g.inject([a: 1], [a: 'x'], [b: 'x']).is(lt([a: 2]))", 1)]
    [InlineData("g.V().properties('MTU').is(lt('MTU'))", 0)]
    [InlineData("g.V('eth0').valueMap('Name').with(WithOptions.tokens, false).unfold()", 1)]
    [InlineData("g.V('eth0').valueMap('Name').with(WithOptions.tokens, WithOptions.ids).with(WithOptions.tokens, WithOptions.labels).unfold()", 3)]
    [InlineData("g.V().label().toSet()", 2)]
    [InlineData("g.V().values('MTU').is(typeOf(int))", 2)]
    [InlineData("g.V().values('MTU').is(P.typeOf(GType.long))", 0)]
    [InlineData("g.union(inject(1), union(inject(2), V()))", 5)]
    [InlineData("g.V().union(inject(1), identity())", 7)]
    [InlineData("g.V().union(out().as('x').path(), out().path()).dedup()", 4)]
    [InlineData("g.V().union(out().as('x').path(), out().path()).map(unfold().fold()).dedup()", 2)]
    [InlineData("g.inject([[a: 1, b: 1], [a: 1, b: 2]]).dedup(local, 'a').unfold()", 2)]
    [InlineData("g.withStrategies(SubgraphStrategy(vertices: hasLabel('netns'))).withoutStrategies(SubgraphStrategy).V()", 3)]
    [InlineData("g.withStrategies(SubgraphStrategy(vertexProperties: hasKey('Name'))).V().properties()", 3)]
    [InlineData("g.withStrategies(SubgraphStrategy(vertexProperties: has(T.value, lt(2000)))).V().values('MTU')", 1)]
    [InlineData("g.withStrategies(SubgraphStrategy(vertexProperties: element().hasLabel('netns'))).V().has('Name')", 1)]
    [InlineData("g.withStrategies(EdgeLabelVerificationStrategy(throwException: true)).withoutStrategies(EdgeLabelVerificationStrategy).V().out()", 2)]
    public void Arguments_mean_what_the_reference_says(string text, int rows) => Assert.Equal(rows, Small.Ask(text).Count);

    /// <summary>What java.util.Random(5) gives to Collections.shuffle and to nextInt.</summary>
    [Theory]
    [InlineData("g.withStrategies(SeedStrategy(seed: 5)).inject(1, 2, 3, 4, 5).order().by(shuffle)", "[4, 2, 5, 1, 3]")]
    [InlineData("g.withStrategies(SeedStrategy(seed: 5)).inject([1, 2, 3, 4, 5]).order(local).by(desc).by(shuffle).unfold()", "[4, 2, 5, 1, 3]")]
    [InlineData("g.withStrategies(SeedStrategy(seed: 5)).inject([1, 2, 3, 4, 5]).sample(local, 2).unfold()", "[3, 1]")]
    [InlineData("g.withStrategies(SeedStrategy(seed: 5)).inject(3, 1, 2).order().by(shuffle).by(asc)", "[1, 2, 3]")]
    public void A_seed_gives_what_it_gives_in_Java(string text, string expected) => Assert.Equal(expected, Small.AskOne(text + ".fold().asString()"));

    [Fact]
    public void A_text_of_many_digits_becomes_a_big_integer() =>
        Assert.Equal(BigInteger.Parse("123456789012345678901"), Small.AskOne("g.inject('123456789012345678901').asNumber()"));

    /// <summary>What the documentation of TinkerPop's NumberHelper says.</summary>
    [Theory]
    [InlineData("g.inject(5, 1.0).max()", 5.0)]
    [InlineData("g.inject(5, 1L).max()", 5L)]
    [InlineData("g.inject([5, 6.5f]).min(local)", 5f)]
    [InlineData("g.inject(5, NaN).max()", 5)]
    [InlineData("g.withSack(5).inject(1L).sack(max).sack()", 5L)]
    [InlineData("g.withSack(1.5f).inject(0f).sack(div).sack()", double.PositiveInfinity)]
    [InlineData("g.inject(1).sack(sum).sack()", null)]
    [InlineData("g.withSack(1).inject(null).sack(sum).sack()", 1)]
    public void Numbers_of_two_kinds_meet_in_the_common_one(string text, object? expected) => Assert.Equal(expected, Small.AskOne(text));

    [Theory]
    [InlineData("1m", "8m", "0.125")]
    [InlineData("5m", "3m", "1.6666666667")]
    [InlineData("-5m", "3m", "-1.6666666667")]
    [InlineData("200000000000000000000m", "3m", "66666666666666666666.6666666667")]
    [InlineData("1m", "30000000000000m", "0")]
    [InlineData("0.000000000001m", "3m", "0.000000000000")]
    [InlineData("1m", "1099511627776m", "0.0000000000009094947017729282379150390625")]
    public void A_decimal_is_divided_as_far_as_TinkerPop_does(string dividend, string divisor, string expected) =>
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Small.AskOne($"g.withSack({dividend}).inject({divisor}).sack(div).sack()") switch
        {
            decimal number => number,
            var digits => decimal.Parse((string)digits!, System.Globalization.CultureInfo.InvariantCulture),
        });

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
    public void Zero_and_what_is_no_number_are_false() => Assert.Equal("[false, false, true]", Small.AskOne("g.inject(NaN, -0.0, -Infinity).asBool().fold().asString()"));

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
    [InlineData("g.V().repeat(out().cap('x')).times(2)", "The parent of a reducing/supplying barrier can not be repeat()-step")]
    [InlineData("g.V().repeat(out().fold()).times(2)", "The parent of a reducing/supplying barrier can not be repeat()-step")]
    [InlineData("g.V().repeat(union(inject('x'), out())).times(2)", "The parent of inject()-step can not be repeat()-step")]
    [InlineData("g.withStrategies(VertexProgramRestrictionStrategy, VertexProgramStrategy).V()", "The TraversalSource does not allow the use of a GraphComputer")]
    [InlineData("g.withStrategies(ReservedKeysVerificationStrategy(throwException: true)).addV().property([id: 1])", "is setting a property key to a reserved word: id")]
    [InlineData("g.inject(1).path().from('a')", "The step with label a does not exist")]
    [InlineData("g.inject(Infinity, 1n).sum()", "Infinity is no decimal number")]
    [InlineData("g.inject(NaN).asNumber(GType.BIGDECIMAL)", "NaN is no decimal number")]
    [InlineData("g.withSack(0m).inject(1).barrier(normSack)", "/ by zero")]
    [InlineData("g.mergeV()", "mergeV() without a Map takes it from the traversers before it")]
    [InlineData("g.mergeV([a: 1]).option(outV, [:])", "Option outV for Merge is not supported")]
    [InlineData("g.mergeV([a: 1]).option(onMatch, [(T.id): 1])", "option(onMatch) expects keys in Map to be of String")]
    [InlineData("g.addV().as('a').mergeE([(OUT): Merge.outV]).option(outV, select('a'))", "In Vertex not specified in onCreate - edge cannot be created")]
    [InlineData("g.V().choose(label()).option(__.is('a'), out())", "Traversal is not allowed as a Pick token for choose().option()")]
    [InlineData("g.V().choose(label()).option(Pick.any, out())", "Choose step can not have an any-option")]
    [InlineData("g.V().choose(label()).option(out())", "Choose step can not have an any-option")]
    [InlineData("g.V().valueMap().with(WithOptions.tokens, 'id')", "WithOptions.tokens requires Integer arguments")]
    [InlineData("g.V().fold().index().with(WithOptions.indexer, 'map')", "WithOptions.indexer requires a single Integer argument")]
    [InlineData("g.inject(1).format(null)", "Format string for Format step can't be null")]
    [InlineData("g.mergeE([(OUT): Merge.outV, (IN): 1])", "option(outV) must be specified if it is used for OUT")]
    [InlineData("g.inject('a').dateAdd(DT.day, 1)", "dateAdd accept only DateTime")]
    [InlineData("g.inject([1]).asDate()", "Can't parse")]
    [InlineData("g.inject(1).is(typeOf('3'))", "3 is not a registered type")]
    [InlineData("g.mergeV([(T.label): 5])", "mergeV() and option(onCreate) args expect T.label value to be of String")]
    [InlineData("g.inject(0).math('1 / _')", "Division by zero!")]
    [InlineData("g.inject(0).math('1 % _')", "Division by zero!")]
    [InlineData("g.addV(null)", "vertexLabel cannot be null")]
    [InlineData("g.addV(constant(null))", "Label can not be null")]
    [InlineData("g.addV().property(T.id, null)", "Value of T cannot be null")]
    [InlineData("g.addV('a').addE(null)", "Label can not be null")]
    [InlineData("g.addV('a').addE('b').property(single, 'k', 1)", "Property cardinality can only be set for a Vertex but the traversal encountered Edge for key: k")]
    [InlineData("g.addV('a').addE('b').as('b').select('b').property(list, 'k', 1)", "Property cardinality can only be set for a Vertex")]
    [InlineData("g.addV('a').as('a').select('a').property(T.id, 1)", "T.id is immutable on existing elements")]
    [InlineData("g.addV('a').as('a').select('a').property(null, 1)", "Property key can not be null")]
    [InlineData("g.inject([a: 1]).group().by(id)", "TokenTraversal support of Map does not allow selection by id")]
    [InlineData("g.mergeE([(OUT): Merge.inV])", "Only Merge.outV token may be used for Direction.OUT")]
    public void Misuse_is_named(string text, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<QueryException>(() => new Graph().Ask(text)).Reason, StringComparison.Ordinal);
}
