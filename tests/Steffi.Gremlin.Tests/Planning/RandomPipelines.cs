using System.Text;

namespace Steffi.Gremlin.Tests;

/// <summary>Texts of queries in both dialects, of steps that may follow each other, for graphs of <see cref="RandomHistory"/>.</summary>
internal static class RandomPipelines
{
    public static string Skydive(Random random)
    {
        var text = new StringBuilder("G");
        if (random.Next(3) == 0)
            text.Append($".At({RandomHistory.Start.AddSeconds(random.Next(42)).ToUnixTimeMilliseconds()}{(random.Next(2) == 0 ? "" : $", {random.Next(30)}")})");
        return new SkydiveSteps(random, text).Make();
    }

    public static string TinkerPop(Random random) => new TinkerPopSteps(random, new StringBuilder()).Make();

    /// <summary>What the next step may be hangs on what the last one gave.</summary>
    private abstract class Steps
    {
        protected readonly Random _random;
        protected readonly StringBuilder _text;
        private readonly string _count;
        protected bool _isOnEdges, _isNamed, _isAtEnd;

        protected Steps(Random random, StringBuilder text, string edges, string nodes, string count)
        {
            (_random, _text, _count, _isOnEdges) = (random, text, count, random.Next(5) == 0);
            text.Append(_isOnEdges ? edges : nodes);
        }

        public string Make()
        {
            for (int left = _random.Next(1, 6); left > 0 && !_isAtEnd; left--) Add();
            if (!_isAtEnd && _random.Next(4) == 0) _text.Append(_count);
            return _text.ToString();
        }

        protected abstract void Add();

        protected string Of(params string[] all) => all[_random.Next(all.Length)];
    }

    private sealed class SkydiveSteps(Random random, StringBuilder text) : Steps(random, text, ".E()", ".V()", ".Count()")
    {
        private string Key => Of("'K'", "'Name'", "'M.b'", "'L'", "'T'", "'M'", "'L.x'", "'Metric.Rx'", "'Metadata.K'", "'@ID'", "'@Revision'", "'nope'", "'W'", "'RelationType'");

        private string Literal => Of("0", "1", "2", "1.5", "'a'", "'b'", "'1'", "'2'", "true", "false", "'n1'", "'n2'", "'veth'", "'ownership'", "3");

        private string Number => Of("0", "1", "2", "1.5", "'1'", "-1");

        private string Value => _random.Next(12) switch
        {
            0 => $"Ne({Literal})",
            1 => $"Nee({Literal})",
            2 => $"{Of("Lt", "Gt", "Lte", "Gte")}({Number})",
            3 => $"Within({Literal}, {Literal}, {Literal})",
            4 => $"Without({Literal}, {Literal})",
            5 => $"Regex('{Of(".*", "n[12]", "[ab1]", "v.*", "(a|veth)")}')",
            6 => $"{Of("Inside", "Between", "Outside")}({Number}, {Number})",
            7 => Of("Within()", "Without()"),
            _ => Literal,
        };

        private string Pairs => _random.Next(6) switch { 0 or 1 => Key, 2 => $"{Key}, {Value}, {Key}, {Value}", _ => $"{Key}, {Value}" };

        private string Filter => _random.Next(3) == 0 ? "" : Pairs;

        private string Either => _isOnEdges ? $".{Of("InV", "OutV", "BothV")}({Filter})" : $".{Of("OutE", "InE", "BothE")}({Filter})";

        protected override void Add()
        {
            switch (_random.Next(_isOnEdges ? 9 : 20))
            {
                case 0:
                    _text.Append($".Has({Pairs})");
                    break;
                case 1:
                    _text.Append($".HasEither({Pairs})");
                    break;
                case 2:
                    _text.Append($".{Of("HasKey", "HasNot")}({Key})");
                    break;
                case 3:
                    _text.Append($".Dedup({Of("", "", Key, $"{Key}, {Key}")})");
                    break;
                case 4:
                    _text.Append($".Limit({_random.Next(5)})");
                    break;
                case 5:
                    _text.Append($".Range({_random.Next(3)}, {_random.Next(6)})");
                    break;
                case 6 or 7:
                    _text.Append(Either);
                    _isOnEdges = !_isOnEdges;
                    break;
                case 8:
                    _text.Append(".Dedup()");
                    break;
                default:
                    AddOfNodes();
                    break;
            }
        }

        private void AddOfNodes()
        {
            switch (_random.Next(10))
            {
                case 0 or 1 or 2:
                    _text.Append($".{Of("Out", "In", "Both")}({Filter})");
                    break;
                case 3 or 4:
                    _text.Append($".Sort({Of("", Key, $"ASC, {Key}", $"DESC, {Key}")})");
                    break;
                case 5:
                    _text.Append($".{Of("Ascendants", "Descendants", "Neighbors")}({Of("", "0", "2", $"{Key}, {Value}", "'RelationType', 'layer2', 3")})");
                    break;
                case 6:
                    _text.Append(_isNamed ? ".Select('x')" : ".As('x')");
                    _isNamed = true;
                    break;
                case 7:
                    _text.Append($".SubGraph({Of("", "'RelationType', 'ownership'")}).V()");
                    _isNamed = false;
                    break;
                case 8:
                    _text.Append($".ShortestPathTo(Metadata({Key}, {Literal}){Of("", ", Metadata('RelationType', 'ownership')")})");
                    _isAtEnd = true;
                    break;
                default:
                    _text.Append($".{Of("Count()", $"Values({Key})", $"ValueMap({Key}, {Key})", "Keys()", $"Sum({Key})")}");
                    _isAtEnd = true;
                    break;
            }
        }
    }

    private sealed class TinkerPopSteps(Random random, StringBuilder text) : Steps(random, text, "E()", "V()", ".count()")
    {
        private string Key => Of("'K'", "'Name'", "'M.b'", "'L'", "'T'", "'M'", "'nope'", "'W'", "'Metric.Rx'", "'L.x'");

        private string Literal => Of("0", "1", "2", "1.5d", "2.0d", "'a'", "'b'", "'1'", "true", "false", "'n1'", "'veth'", "1l", "['a', 1]");

        private string Label => Of("", "", "'ownership'", "'layer2'", "'ownership', 'layer2'", "'edge'");

        private string Predicate => _random.Next(10) switch
        {
            0 => $"neq({Literal})",
            1 => $"{Of("lt", "gt", "lte", "gte")}({Literal})",
            2 => $"{Of("within", "without")}({Literal}, {Literal})",
            3 => $"TextP.{Of("regex('^n')", "containing('n')", "startingWith('v')", "endingWith('h')", "notContaining('a')")}",
            4 => $"{Of("inside", "between", "outside")}({Of("0", "1")}, {Of("1", "2")})",
            5 => $"gt({Literal}).and(neq({Literal}))",
            6 => $"eq({Literal}).or(eq({Literal}))",
            7 => Of("within()", $"P.not(eq({Literal}))"),
            _ => Literal,
        };

        private string Has => _random.Next(7) switch
        {
            0 => $"has({Key})",
            1 => $"hasNot({Key})",
            2 => $"hasLabel({Of("'vertex'", "'veth'", "'ownership'", "neq('layer2')")})",
            3 => $"has(T.id, {Of("'n1'", "within('n1', 'n3')")})",
            _ => $"has({Key}, {Predicate})",
        };

        protected override void Add()
        {
            switch (_random.Next(_isOnEdges ? 7 : 20))
            {
                case 0:
                    _text.Append($".has({Key}, {Predicate})");
                    break;
                case 1:
                    _text.Append($".hasLabel({Of("'ownership'", "'layer2'", "'veth'", "'vertex'")})");
                    break;
                case 2:
                    _text.Append(".dedup()");
                    break;
                case 3:
                    _text.Append($".{Of("limit", "skip")}({_random.Next(4)})");
                    break;
                case 4 or 5 or 6:
                    _text.Append(_isOnEdges ? $".{Of("inV", "outV", "bothV")}()" : $".{Of("outE", "inE", "bothE")}({Label})");
                    _isOnEdges = !_isOnEdges;
                    break;
                default:
                    AddOfVertices();
                    break;
            }
        }

        private void AddOfVertices()
        {
            switch (_random.Next(13))
            {
                case 0 or 1:
                    _text.Append($".{Has}");
                    break;
                case 2 or 3:
                    _text.Append($".{Of("where", "not", "filter")}({Inner(1)})");
                    break;
                case 4:
                    _text.Append($".{Of("and", "or")}({Inner(1)}, {Has})");
                    break;
                case 5 or 6:
                    _text.Append($".{Of("out", "in", "both")}({Label})");
                    break;
                case 7:
                    _text.Append($".dedup().by({Key})");
                    break;
                case 8:
                    _text.Append($".order().by({Key}{Of("", ", desc")}){Of("", $".limit({_random.Next(4)})", ".range(1, 3)")}");
                    break;
                case 9:
                    _text.Append(_isNamed ? Of(".select('x')", ".where(neq('x'))") : ".as('x')");
                    _isNamed = true;
                    break;
                case 10:
                    _text.Append(Of($".repeat({Of("out()", "both()", "out('ownership').dedup()")}).times({_random.Next(3)})", $".union({Of("out()", "identity()")}, both())", ".V()"));
                    break;
                default:
                    _text.Append($".{Of($"values({Key})", $"groupCount().by({Key})", "path().by('Name')", "fold()", $"values({Key}).count()", "label()", $"valueMap({Key})",
                        "values('Metric.Rx').sum()", "tail(2)", "project('a', 'b').by('Name').by(out().count())", $"values({Key}).dedup()", $"choose({Has}, out(), in())")}");
                    _isAtEnd = true;
                    break;
            }
        }

        private string Inner(int depth) => _random.Next(depth == 0 ? 6 : 9) switch
        {
            0 => $"out({Label})",
            1 => $"in({Label}).{Has}",
            2 => Has,
            3 => $"V().{Has}",
            4 => $"bothE({Label}).has('W', {Predicate})",
            5 => $"out({Label}).{Has}",
            6 => $"and({Inner(0)}, {Inner(0)})",
            7 => $"or({Inner(0)}, {Has})",
            _ => $"not({Inner(0)})",
        };
    }
}
