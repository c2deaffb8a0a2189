using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using Steffi.Gremlin.Grammar;

namespace Steffi.Gremlin;

/// <summary>Takes ANTLR's tree over into the query's own. Recursion is bounded by <see cref="SyntaxReader.MaxDepth"/>.</summary>
internal sealed class SyntaxBuilder : GremlinBaseVisitor<ArgumentSyntax>
{
    private bool _hasParameters;

    public QuerySyntax Build(string text, GremlinParser.QueryContext query)
    {
        var contexts = query.step();
        var steps = new StepSyntax[contexts.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = contexts[i] switch
            {
                GremlinParser.CallStepContext call => new StepSyntax(call.name.Text, Arguments(call.arguments()), At(call.name)),
                var graph => new StepSyntax("G", null, At(graph.Stop)),
            };
        }

        return new QuerySyntax(text, steps, _hasParameters);
    }

    public override ArgumentSyntax VisitText(GremlinParser.TextContext context) =>
        new LiteralSyntax(TextLiteral.Read(context.Start.Text), At(context.Start));

    public override ArgumentSyntax VisitNumber(GremlinParser.NumberContext context)
    {
        var token = context.Start;
        return NumberLiteral.TryRead(token.Text, out var value)
            ? new LiteralSyntax(value, At(token))
            : throw new QuerySyntaxException(
                $"Expected number token, got: {token.Text}", token.Line, token.Column + 1, token.Text, "a number");
    }

    public override ArgumentSyntax VisitBoolean(GremlinParser.BooleanContext context) =>
        new LiteralSyntax(context.Start.Type == GremlinLexer.TRUE, At(context.Start));

    public override ArgumentSyntax VisitConstant(GremlinParser.ConstantContext context) => new ConstantSyntax(
        context.Start.Type switch
        {
            GremlinLexer.ASC => QueryConstant.Asc,
            GremlinLexer.DESC => QueryConstant.Desc,
            GremlinLexer.NOW => QueryConstant.Now,
            _ => QueryConstant.Forever,
        },
        At(context.Start));

    public override ArgumentSyntax VisitParameter(GremlinParser.ParameterContext context)
    {
        _hasParameters = true;
        return new ParameterSyntax(context.Start.Text[1..], At(context.Start));
    }

    public override ArgumentSyntax VisitCall(GremlinParser.CallContext context) =>
        new CallSyntax(context.name.Text, Arguments(context.arguments()), At(context.name));

    private ArgumentSyntax[] Arguments(GremlinParser.ArgumentsContext context)
    {
        var arguments = new List<ArgumentSyntax>();
        foreach (IParseTree child in context.children)
        {
            if (child is GremlinParser.ArgumentContext argument) arguments.Add(Visit(argument));
        }

        return [.. arguments];
    }

    private static SourcePosition At(IToken token) => new(token.Line, token.Column + 1);
}
