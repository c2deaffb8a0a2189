namespace Steffi.Fuzzing;

/// <summary>Queries of a dialect with random damage.</summary>
internal sealed class DamagedQueries(string[] seeds, string characters)
{
    public static readonly DamagedQueries Skydive = new(
        [
            "G.V().Has('Name', Regex('.*x1[0-9]'), \"Rank\", Within(1, 2.5, 'a', true)).Out('Rank', Gt(-1)).Dedup().Limit(3)",
            "G.E().HasKey('RelationType').Has('Parent', 'id1').OutV().As('a').In().Select('a').Sort(DESC, 'Name').Range(1, 5)",
            "G.V('id0').ShortestPathTo(Metadata('Name', 'x9'), Metadata('RelationType', 'ownership')).SubGraph().V().Count()",
            "G.Context('-1m', FOREVER).V().Has('Half', Between(0x1, 1e3)).Values('Tags').Dedup()",
            "G.At(1700000000, 60).V().HasEither('Rank', Lt(2), 'Tags', 't1').ValueMap('Rank', '@ID').Has('Rank', Ne(1))",
            "G.V().Descendants('RelationType', 'ownership', 0).Keys()",
            "G.V().Neighbors(2).G.E().BothV().NextHop('10.0.0.1')",
            "G.V().Has('Name', IPV4Range('10.0.0.0/8'), 'Tags', IPV6Range('fe80::/10'), 'A', Outside(1, $p)).Sum('Rank')",
            "G.V().Flows().Metrics().Aggregates()",
        ],
        "G.VE()'\"\\,$ \n0123456789-+exXabcUN[]{}^*\u00e9\ud83d");

    public static readonly DamagedQueries TinkerPop = new(
        [
            "g.V().has('Name', TextP.regex('x1[0-9]')).order().by('Rank', desc).limit(3).valueMap(true)",
            "g.V().as('a').out('layer2').as('b').select('a', 'b').by('Name').where('a', P.neq('b'))",
            "g.V().repeat(__.both().simplePath()).times(2).emit().path().by(T.label)",
            "g.withSack(1.5d, sum).V().outE().sack(mult).by(constant(2i)).inV().sack()",
            "g.V().match(__.as('a').out().as('b'), __.not(__.as('b').out())).dedup('a').fold()",
            "g.V().group('x').by(label).by(count()).cap('x').unfold().order(local).by(Column.values)",
            "g.inject([1, 2l, {3b}], [a:1, (T.id):\"x\"], null, NaN, datetime('2023-08-02T00:00:00Z')).unfold().asString()",
            "g.V().choose(__.values('Rank')).option(P.between(1, 3), __.out()).option(none, __.identity()).tree()",
            "g.withStrategies(new SubgraphStrategy(vertices: __.has('Rank', gt(1)))).V().outE().otherV().math('_ + 1').by('Rank')",
            "g.union(V(), E()).coalesce(values('Name'), label()).toUpper().substring(0, 2).concat('x').split('').reverse()",
            "g.mergeV([(T.label):'a', name:'b']).option(onCreate, [c:1]).property('d', __.values('name')).properties().drop()",
            "g.withSideEffect('a', 1.5m, Operator.min).V().aggregate('a').by('Rank').emit(has('x')).until(loops().is(2)).repeat('r', out()).cap('a').next()",
            "g.V().has('Name', p).and().not(out()).or(in(), both('x').path().from('a')).sample(local, 2).index().with(WithOptions.indexer, 1)",
        ],
        "g.V()'\"\\,: \n0123456789-+eLdxabcPTN[]{}_^*\u00e9\ud83d");

    public string Next(Random random)
    {
        var text = seeds[random.Next(seeds.Length)];
        for (var blow = random.Next(4); blow > 0 && text.Length > 0; blow--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, characters[random.Next(characters.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => text[..at],
                _ => Splice(text, at, seeds[random.Next(seeds.Length)], random),
            };
        }

        return text;
    }

    /// <summary>A piece of another query between two of this one's steps.</summary>
    private static string Splice(string text, int at, string other, Random random)
    {
        var from = other.IndexOf('.', random.Next(other.Length));
        var cut = text.IndexOf('.', at);
        return from < 0 || cut < 0 ? text + other[Math.Max(0, from)..] : text[..cut] + other[from..];
    }
}
