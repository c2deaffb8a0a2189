using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Steffi.Gremlin.Grammar.TinkerPop;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>From a traversal's text to its tree.</summary>
internal static class TraversalReader
{
    /// <summary>Brackets within brackets. The parser, the binder and the run recurse once a level.</summary>
    public const int MaxDepth = 64;

    /// <exception cref="QuerySyntaxException">The text is no traversal.</exception>
    public static TraversalSyntax Read(string text)
    {
        SyntaxReader.RefuseUnreadable(text);
        var lexer = new TinkerPopLexer(CharStreams.fromString(text));
        lexer.RemoveErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.Fill();
        Bound(tokens);

        var parser = new TinkerPopParser(tokens) { BuildParseTree = true, ErrorHandler = new TraversalFailure() };
        parser.RemoveErrorListeners();
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        return new TraversalTreeBuilder().Visit(parser.query().expression());
    }

    /// <summary>Refuses what would cost stack, before anything recurses.</summary>
    private static void Bound(CommonTokenStream tokens)
    {
        var depth = 0;
        var steps = 0;
        foreach (var token in tokens.GetTokens())
        {
            switch (token.Type)
            {
                case TinkerPopLexer.LEFT or TinkerPopLexer.LEFT_BRACKET or TinkerPopLexer.LEFT_BRACE when ++depth > MaxDepth:
                    throw TooMuch(token, $"Brackets are nested more than {MaxDepth} deep");
                case TinkerPopLexer.RIGHT or TinkerPopLexer.RIGHT_BRACKET or TinkerPopLexer.RIGHT_BRACE:
                    depth--;
                    break;
                case TinkerPopLexer.DOT when ++steps > SyntaxReader.MaxSteps:
                    throw TooMuch(token, $"The query has more than {SyntaxReader.MaxSteps} steps");
            }
        }
    }

    private static QuerySyntaxException TooMuch(IToken token, string reason) =>
        new(reason, token.Line, token.Column + 1, token.Text, "a simpler query");
}
