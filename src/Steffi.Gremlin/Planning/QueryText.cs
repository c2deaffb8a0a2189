using System.Globalization;
using System.Text;

namespace Steffi.Gremlin;

/// <summary>The text of bound steps: read again it gives the same plan, in another process too.</summary>
internal static class QueryText
{
    public static string Of(IReadOnlyList<StepCall> calls)
    {
        var text = new StringBuilder("G");
        foreach (var call in calls)
        {
            text.Append('.').Append(call.Name);
            // Between two steps G stands without parentheses.
            if (!call.Name.Equals("G", StringComparison.OrdinalIgnoreCase)) AppendList(text, call.Arguments);
        }

        return text.ToString();
    }

    private static void AppendList(StringBuilder text, IReadOnlyList<StepArgument> arguments)
    {
        text.Append('(');
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, arguments[i]);
        }

        text.Append(')');
    }

    private static void Append(StringBuilder text, StepArgument argument)
    {
        switch (argument.Kind)
        {
            case ArgumentKind.Value when argument.IsText:
                text.Append('\'').Append(argument.Value.AsString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append('\'');
                break;
            case ArgumentKind.Value when argument.Value.Kind == ValueKind.Double:
                text.Append(argument.Value.AsDouble().ToString("E16", CultureInfo.InvariantCulture));
                break;
            case ArgumentKind.Value:
                text.Append(argument.Value.ToString());
                break;
            case ArgumentKind.Constant:
                text.Append(argument.Constant.ToString().ToUpperInvariant());
                break;
            case ArgumentKind.Parameter:
                text.Append('$').Append(argument.Name);
                break;
            default:
                text.Append(argument.Name);
                AppendList(text, argument.Items);
                break;
        }
    }
}
