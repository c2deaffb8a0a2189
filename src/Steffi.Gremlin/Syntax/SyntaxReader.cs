using System.Buffers;
using System.Text;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Steffi.Gremlin.Grammar;

namespace Steffi.Gremlin;

/// <summary>From a query's text to its tree.</summary>
internal static class SyntaxReader
{
    /// <summary>Characters. Long lists of values fit; a text that is no query is refused before it costs memory.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Parentheses within parentheses. Real queries need 3; the parser recurses once a level, so it must be bounded.</summary>
    public const int MaxDepth = 32;

    /// <summary>Steps in a chain. Each is an object or two.</summary>
    public const int MaxSteps = 1000;

    /// <exception cref="QuerySyntaxException">The text is no query.</exception>
    public static QuerySyntax Read(string text, GremlinDialect dialect)
    {
        RefuseUnreadable(text);
        var lexer = new GremlinLexer(CharStreams.fromString(text));
        lexer.RemoveErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.Fill();
        Bound(tokens);

        var parser = new GremlinParser(tokens) { BuildParseTree = true, ErrorHandler = new SyntaxFailure(dialect.IsStep, Predicates.IsName) };
        parser.RemoveErrorListeners();
        // The grammar needs one token of lookahead: the cheap prediction is exact.
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        return new SyntaxBuilder().Build(text, parser.query());
    }

    /// <summary>Refuses a text that is too long, or no text.</summary>
    public static void RefuseUnreadable(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new QuerySyntaxException(
                $"The query has {text.Length} characters; at most {MaxLength} are accepted", 1, 1, "", "a shorter query");
        }

        RefuseHalfPairs(text);
    }

    /// <summary>Half a surrogate pair is no character; it could not be written into an answer either.</summary>
    private static void RefuseHalfPairs(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF')) return;
        for (int line = 1, column = 1; !text.IsEmpty; column++)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done)
                throw new QuerySyntaxException("The query holds half a surrogate pair, which is no character", line, column, text[..1].ToString(), "a character");
            if (rune.Value == '\n') (line, column) = (line + 1, 0);
            text = text[length..];
        }
    }

    /// <summary>Refuses what would cost stack or memory, before anything recurses.</summary>
    private static void Bound(CommonTokenStream tokens)
    {
        var depth = 0;
        var steps = 0;
        foreach (var token in tokens.GetTokens())
        {
            if (token.Type == GremlinLexer.RIGHT) depth--;
            else if (token.Type == GremlinLexer.LEFT && ++depth > MaxDepth)
                throw TooMuch(token, $"Parentheses are nested more than {MaxDepth} deep");
            else if (token.Type == GremlinLexer.DOT && ++steps > MaxSteps)
                throw TooMuch(token, $"The query has more than {MaxSteps} steps");
        }
    }

    private static QuerySyntaxException TooMuch(IToken token, string reason) =>
        new(reason, token.Line, token.Column + 1, token.Text, "a simpler query");
}
