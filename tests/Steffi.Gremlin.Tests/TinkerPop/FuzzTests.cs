using System.Diagnostics;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Traversals with random damage: nothing but a QueryException may come out, and nothing may hang.</summary>
public class FuzzTests
{
    private static readonly string[] Seeds =
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
    ];

    private const string Characters = "g.V()'\"\\,: \n0123456789-+eLdxabcPTN[]{}_^*\u00e9\ud83d";

    [Fact]
    public void Damaged_traversals_give_a_result_or_a_QueryException()
    {
        using var graph = Graphs.Many(30);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var options = Traversals.Options with { Timeout = TimeSpan.FromSeconds(5), MaxElements = 20_000 };
        var clock = Stopwatch.StartNew();
        var ran = 0;
        for (var round = 0; clock.ElapsedMilliseconds < 2000; round++)
        {
            var text = Damage(random);
            try
            {
                graph.Query(text, options: options).ToJson();
                ran++;
            }
            catch (QueryException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1, $"seed {seed}, round {round}: {text}");
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }

        Assert.True(ran > 10, "the damage leaves nothing to run");
    }

    private static string Damage(Random random)
    {
        var text = Seeds[random.Next(Seeds.Length)];
        for (var blow = random.Next(4); blow > 0 && text.Length > 0; blow--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Characters[random.Next(Characters.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => text[..at],
                _ => Splice(text, at, Seeds[random.Next(Seeds.Length)], random),
            };
        }

        return text;
    }

    private static string Splice(string text, int at, string other, Random random)
    {
        var from = other.IndexOf('.', random.Next(other.Length));
        var cut = text.IndexOf('.', at);
        return from < 0 || cut < 0 ? text + other[Math.Max(0, from)..] : text[..cut] + other[from..];
    }
}
