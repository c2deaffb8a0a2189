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

    public override TraversalSyntax VisitNumber(TinkerPopParser.NumberContext context)
    {
        var token = context.Start;
        return TypedNumber.TryRead(token.Text, out var value)
            ? new ConstantSyntax(value, At(token))
            : throw new QuerySyntaxException($"'{token.Text}' is no number", token.Line, token.Column + 1, token.Text, "a number");
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
        var key = Visit(((TinkerPopParser.PlainKeyContext)context).expression());
        return key is ChainSyntax chain && chain.IsWord(out var word) ? new ConstantSyntax(word, key.At) : key;
    }

    private NamedSyntax[]? Arguments(TinkerPopParser.ArgumentsContext? context) =>
        context is null ? null : Array.ConvertAll(context.argument(), argument => new NamedSyntax(argument.name()?.GetText(), Visit(argument.expression())));

    private static SourcePosition At(IToken token) => new(token.Line, token.Column + 1);
}
