using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>An expression of numbers, names, <c>+ - * / % ^</c>, parentheses and functions (<c>ceil _</c>, <c>sin(x)</c>); compiled once.</summary>
internal sealed class MathExpression
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["abs"] = Math.Abs,
        ["acos"] = Math.Acos,
        ["asin"] = Math.Asin,
        ["atan"] = Math.Atan,
        ["cbrt"] = Math.Cbrt,
        ["ceil"] = Math.Ceiling,
        ["cos"] = Math.Cos,
        ["cosh"] = Math.Cosh,
        ["exp"] = Math.Exp,
        ["floor"] = Math.Floor,
        ["log"] = Math.Log,
        ["log10"] = Math.Log10,
        ["log2"] = Math.Log2,
        // Of what is no number too.
        ["signum"] = value => value > 0 ? 1 : value < 0 ? -1 : 0,
        ["sin"] = Math.Sin,
        ["sinh"] = Math.Sinh,
        ["sqrt"] = Math.Sqrt,
        ["tan"] = Math.Tan,
        ["tanh"] = Math.Tanh,
    };

    private readonly string _text;
    private readonly Func<double[], double> _run;
    private int _at;
    private int _depth;

    /// <exception cref="StepFailure">The text is no expression.</exception>
    public MathExpression(string text)
    {
        _text = text;
        _run = ReadSum();
        if (Peek() != '\0') throw Unfit();
    }

    /// <summary>In the order of their first appearance.</summary>
    public List<string> Variables { get; } = [];

    /// <param name="values">One a variable.</param>
    public double Evaluate(double[] values) => _run(values);

    private Func<double[], double> ReadSum()
    {
        var left = ReadProduct();
        while (Peek() is '+' or '-')
        {
            var (isPlus, before) = (_text[_at++] == '+', left);
            var right = ReadProduct();
            left = isPlus ? values => before(values) + right(values) : values => before(values) - right(values);
        }

        return left;
    }

    private Func<double[], double> ReadProduct()
    {
        var left = ReadSigned();
        while (Peek() is '*' or '/' or '%')
        {
            var (sign, before) = (_text[_at++], left);
            var right = ReadSigned();
            left = sign switch
            {
                '*' => values => before(values) * right(values),
                '/' => values => before(values) / Divisor(right(values)),
                _ => values => before(values) % Divisor(right(values)),
            };
        }

        return left;
    }

    private static double Divisor(double value) => value == 0 ? throw new StepFailure("Division by zero!") : value;

    private Func<double[], double> ReadSigned()
    {
        if (Peek() is not ('+' or '-')) return ReadPower();
        var isMinus = _text[_at++] == '-';
        var value = Nested(ReadSigned);
        return isMinus ? values => -value(values) : value;
    }

    private Func<double[], double> ReadPower()
    {
        var left = ReadAtom();
        if (Peek() != '^') return left;
        _at++;
        var right = Nested(ReadSigned);
        return values => Math.Pow(left(values), right(values));
    }

    private Func<double[], double> ReadAtom()
    {
        var next = Peek();
        if (next == '(') return ReadParenthesis();
        if (char.IsAsciiDigit(next) || next == '.') return ReadNumber();
        if (!char.IsAsciiLetter(next) && next != '_') throw Unfit();
        var name = ReadWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (Functions.TryGetValue(name, out var function))
        {
            var argument = Peek() == '(' ? ReadParenthesis() : Nested(ReadSigned);
            return values => function(argument(values));
        }

        var index = Variables.IndexOf(name);
        if (index < 0)
        {
            index = Variables.Count;
            Variables.Add(name);
        }

        return values => values[index];
    }

    private Func<double[], double> ReadParenthesis()
    {
        _at++;
        var inner = Nested(ReadSum);
        if (Peek() != ')') throw Unfit();
        _at++;
        return inner;
    }

    private Func<double[], double> ReadNumber()
    {
        var text = ReadWhile(c => char.IsAsciiDigit(c) || c == '.');
        if (_at < _text.Length && _text[_at] is 'e' or 'E' && _at + 1 < _text.Length && (char.IsAsciiDigit(_text[_at + 1]) || _text[_at + 1] is '-' or '+'))
        {
            var mark = _text.Substring(_at, 2);
            _at += 2;
            text += mark + ReadWhile(char.IsAsciiDigit);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? _ => number : throw Unfit();
    }

    private Func<double[], double> Nested(Func<Func<double[], double>> read)
    {
        if (++_depth > TraversalReader.MaxDepth) throw new StepFailure($"The expression is nested more than {TraversalReader.MaxDepth} deep");
        var result = read();
        _depth--;
        return result;
    }

    private string ReadWhile(Func<char, bool> fits)
    {
        var start = _at;
        while (_at < _text.Length && fits(_text[_at])) _at++;
        return _text[start.._at];
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private StepFailure Unfit() => new($"'{_text}' is no expression: unfit at position {_at + 1}");
}
