using Antlr4.Runtime;
using Steffi.Gremlin.Grammar.TinkerPop;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Takes ANTLR's tree over into the traversal's own. Recursion is bounded by <see cref="TraversalReader.MaxDepth"/>.</summary>
internal sealed class TraversalTreeBuilder : TinkerPopBaseVisitor<TraversalSyntax>
{
    public override TraversalSyntax VisitChained(TinkerPopParser.ChainedContext context)
    {
        var links = context.chain().link();
        return new ChainSyntax(
            Array.ConvertAll(links, link => new LinkSyntax(link.name().GetText(), Arguments(link.arguments()), At(link.Start))), At(context.Start));
    }

    public override TraversalSyntax VisitText(TinkerPopParser.TextContext context) =>
        new ConstantSyntax(JavaText.Read(context.Start.Text), At(context.Start));

    public override TraversalSyntax VisitNumber(TinkerPopParser.NumberContext context) => new ConstantSyntax(Number(context.Start), At(context.Start));

    public override TraversalSyntax VisitRange(TinkerPopParser.RangeContext context)
    {
        var items = context.STRING() is [var from, var to] ? LiteralRange.Of(JavaText.Read(from.GetText()), JavaText.Read(to.GetText()))
            : LiteralRange.Of(Number(context.Start), Number(context.Stop));
        return items is null ? throw Unfit(context.Start, "No range lies between the two", "two integers, or texts of one length that differ in their last character")
            : new ListSyntax([.. items.Select(item => new ConstantSyntax(item, At(context.Start)))], At(context.Start));
    }

    public override TraversalSyntax VisitBoolean(TinkerPopParser.BooleanContext context) =>
        new ConstantSyntax(context.Start.Type == TinkerPopLexer.TRUE, At(context.Start));

    public override TraversalSyntax VisitNothing(TinkerPopParser.NothingContext context) => new ConstantSyntax(null, At(context.Start));

    public override TraversalSyntax VisitEmptyMap(TinkerPopParser.EmptyMapContext context) => new MapSyntax([], At(context.Start));

    public override TraversalSyntax VisitMap(TinkerPopParser.MapContext context) =>
        new MapSyntax(Array.ConvertAll(context.entry(), entry => (Key(entry.mapKey()), Visit(entry.expression()))), At(context.Start));

    public override TraversalSyntax VisitList(TinkerPopParser.ListContext context) => new ListSyntax(Array.ConvertAll(context.expression(), Visit), At(context.Start));

    public override TraversalSyntax VisitSet(TinkerPopParser.SetContext context) => new SetSyntax(Array.ConvertAll(context.expression(), Visit), At(context.Start));

    private TraversalSyntax Key(TinkerPopParser.MapKeyContext context)
    {
        if (context is TinkerPopParser.ComputedKeyContext computed) return Visit(computed.expression());
        var plain = ((TinkerPopParser.PlainKeyContext)context).expression();
        var key = Visit(plain);
        return key is ChainSyntax chain && chain.IsWord(out _) || plain.GetText() is "true" or "false" or "null" or "NaN" or "Infinity"
            ? new ConstantSyntax(plain.GetText(), key.At) : key;
    }

    private static object Number(IToken token) =>
        TypedNumber.TryRead(token.Text, out var value) ? value : throw Unfit(token, $"'{token.Text}' is no number", "a number");

    private static QuerySyntaxException Unfit(IToken token, string reason, string expected) => new(reason, token.Line, token.Column + 1, token.Text, expected);

    private NamedSyntax[]? Arguments(TinkerPopParser.ArgumentsContext? context) =>
        context is null ? null : Array.ConvertAll(context.argument(), argument => new NamedSyntax(argument.name()?.GetText(), Visit(argument.expression())));

    private static SourcePosition At(IToken token) => new(token.Line, token.Column + 1);
}
