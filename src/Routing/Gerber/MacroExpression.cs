namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Evaluates an arithmetic expression of a macro (specification 4.5.4.2): decimals, variables, unary and binary + and -,
/// x and /, parentheses. A variable that was never set is 0.
/// </summary>
internal ref struct MacroExpression
{
    private const int Deepest = 48;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Dictionary<int, double> _variables;
    private readonly SourcePosition _position;
    private int _at;
    private int _depth;

    private MacroExpression(ReadOnlySpan<byte> text, Dictionary<int, double> variables, SourcePosition position)
    {
        _text = text;
        _variables = variables;
        _position = position;
    }

    public static double Evaluate(ReadOnlySpan<byte> text, Dictionary<int, double> variables, SourcePosition position)
    {
        var expression = new MacroExpression(text, variables, position);
        var value = expression.Sum();
        if (expression.Peek() != 0)
        {
            throw expression.Malformed();
        }

        return double.IsFinite(value) ? value : throw position.Error("macro expression is not finite");
    }

    private double Sum()
    {
        var value = Product();
        for (var sign = Peek(); sign is '+' or '-'; sign = Peek())
        {
            _at++;
            var term = Product();
            value = sign == '+' ? value + term : value - term;
        }

        return value;
    }

    private double Product()
    {
        var value = Factor();
        for (var sign = Peek(); sign is 'x' or 'X' or '/'; sign = Peek())
        {
            _at++;
            var factor = Factor();
            value = sign == '/' ? value / factor : value * factor;
        }

        return value;
    }

    private double Factor()
    {
        var negative = false;
        for (var sign = Peek(); sign is '+' or '-'; sign = Peek())
        {
            negative ^= sign == '-';
            _at++;
        }

        var value = Operand();
        return negative ? -value : value;
    }

    private double Operand()
    {
        switch (Peek())
        {
            case '(':
                return Parenthesis();
            case '$':
                _at++;
                return _variables.GetValueOrDefault(VariableNumber());
            default:
                return Decimal();
        }
    }

    private double Parenthesis()
    {
        if (++_depth > Deepest)
        {
            throw _position.Error($"macro expression nested deeper than {Deepest}");
        }

        _at++;
        var value = Sum();
        if (Peek() != ')')
        {
            throw Malformed();
        }

        _at++;
        _depth--;
        return value;
    }

    private int VariableNumber()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
        {
            _at++;
        }

        return GerberNumber.TryParseCount(_text[start.._at], out var number) ? number : throw Malformed();
    }

    private double Decimal()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit((char)_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        return GerberNumber.TryParse(_text[start.._at], out var value) ? value : throw Malformed();
    }

    private int Peek()
    {
        while (_at < _text.Length && _text[_at] <= ' ')
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : 0;
    }

    private readonly GerberException Malformed() => _position.Error("malformed macro expression");
}
