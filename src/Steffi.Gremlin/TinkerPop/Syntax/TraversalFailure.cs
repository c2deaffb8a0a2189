using Antlr4.Runtime;
using Steffi.Gremlin.Grammar.TinkerPop;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Ends parsing at the first unfit token.</summary>
internal sealed class TraversalFailure : DefaultErrorStrategy
{
    public override void Sync(Parser recognizer)
    {
        // Without recovery there is nothing to synchronise; the rules themselves meet the unfit token.
    }

    public override IToken RecoverInline(Parser recognizer) => throw Describe(recognizer, recognizer.CurrentToken);

    public override void ReportError(Parser recognizer, RecognitionException e) => throw Describe(recognizer, e.OffendingToken ?? recognizer.CurrentToken);

    public override void Recover(Parser recognizer, RecognitionException e) => throw Describe(recognizer, e.OffendingToken ?? recognizer.CurrentToken);

    private static QuerySyntaxException Describe(Parser recognizer, IToken met)
    {
        var expected = recognizer.Context switch
        {
            TinkerPopParser.QueryContext => "'.' or the end",
            TinkerPopParser.NameContext => "a name",
            TinkerPopParser.LinkContext or TinkerPopParser.ArgumentsContext => "',' or ')'",
            TinkerPopParser.ExpressionContext { ChildCount: > 0 } => "',' or the closing bracket",
            _ => "a value, a traversal or a constant",
        };
        var text = met.Type == TokenConstants.EOF ? "" : met.Text;
        return new QuerySyntaxException(
            met.Type switch
            {
                TokenConstants.EOF => $"The traversal ends where {expected} is expected",
                TinkerPopLexer.UNCLOSED_STRING => "The string is not closed",
                _ => $"Met '{text}' where {expected} is expected",
            },
            met.Line, met.Column + 1, text, expected);
    }
}
