using Antlr4.Runtime;
using Steffi.Gremlin.Grammar;

namespace Steffi.Gremlin;

/// <summary>Ends parsing at the first unfit token, with the sentence that Skydive has for the place.</summary>
internal sealed class SyntaxFailure(Func<string, bool> isStep, Func<string, bool> isPredicate) : DefaultErrorStrategy
{
    public override void Sync(Parser recognizer)
    {
        // Without recovery there is nothing to synchronise; the rules themselves meet the unfit token.
    }

    public override IToken RecoverInline(Parser recognizer) => throw Describe(recognizer, recognizer.CurrentToken);

    public override void ReportError(Parser recognizer, RecognitionException e) =>
        throw Describe(recognizer, e.OffendingToken ?? recognizer.CurrentToken);

    public override void Recover(Parser recognizer, RecognitionException e) =>
        throw Describe(recognizer, e.OffendingToken ?? recognizer.CurrentToken);

    private QuerySyntaxException Describe(Parser recognizer, IToken met) => recognizer.Context switch
    {
        GremlinParser.QueryContext query => query.ChildCount == 0
            ? At(met, $"found {Quoted(met)}, expected `G`", "`G`")
            : At(met, $"found {Quoted(met)}, expected `.`", "`.`"),
        GremlinParser.StepContext => DescribeStep(met),
        GremlinParser.ArgumentsContext arguments => DescribeArguments(recognizer, arguments, met),
        _ => At(met, $"Unexpected token while parsing parameters, got: {Text(met)}", "a parameter"),
    };

    private static QuerySyntaxException DescribeStep(IToken met) => met.Type is TokenConstants.EOF or GremlinLexer.DOT
        ? At(met, $"Expected left parenthesis, got: {Text(met)}", "step function")
        : At(met, $"Expected step function, got: {Text(met)}", "step function");

    private QuerySyntaxException DescribeArguments(Parser recognizer, GremlinParser.ArgumentsContext arguments, IToken met)
    {
        if (arguments.ChildCount == 0)
        {
            // The name before the missing parenthesis is what is wrong if it is no name at all.
            var name = ((ITokenStream)recognizer.InputStream).LT(-1);
            var inParameters = arguments.Parent is GremlinParser.ArgumentContext;
            if (inParameters && !isPredicate(name.Text))
                return At(name, $"Unexpected token while parsing parameters, got: {name.Text}", "a parameter");
            if (!inParameters && !isStep(name.Text)) return At(name, $"Expected step function, got: {name.Text}", "step function");
            return At(met, $"Expected left parenthesis, got: {Text(met)}", "left parenthesis");
        }

        return met.Type is TokenConstants.EOF or GremlinLexer.UNCLOSED_STRING
            ? At(met, "Expected right parenthesis", met.Type == TokenConstants.EOF ? "right parenthesis" : "the string's closing quote")
            : At(met, $"Unexpected token while parsing parameters, got: {Text(met)}", "a parameter or right parenthesis");
    }

    private static QuerySyntaxException At(IToken token, string reason, string expected) =>
        new(reason, token.Line, token.Column + 1, Text(token), expected);

    private static string Text(IToken token) => token.Type == TokenConstants.EOF ? "" : token.Text;

    private static string Quoted(IToken token) => $"\"{Text(token)}\"";
}
