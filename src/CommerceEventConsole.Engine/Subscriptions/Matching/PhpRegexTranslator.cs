using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// Rewrites the places where a PCRE pattern would mean something else to .NET, or nothing. What neither knows is left as it is,
/// and .NET refuses it. Known differences that remain: characters outside the Basic Multilingual Plane count as two for
/// <c>.</c>, and without the flag u the flag i also folds letters beyond ASCII.
/// </summary>
internal sealed class PhpRegexTranslator
{
    private const string VerticalBlanks = "\\n\\v\\f\\r";

    private readonly string _pattern;
    private readonly PhpRegexFlags _flags;
    private readonly StringBuilder _result = new();
    private int _at;

    private PhpRegexTranslator(string pattern, PhpRegexFlags flags)
    {
        _pattern = pattern;
        _flags = flags;
    }

    /// <summary>The pattern for .NET.</summary>
    /// <exception cref="FormatException">The pattern uses something that has no counterpart.</exception>
    public static string Translate(string pattern, PhpRegexFlags flags)
    {
        var translator = new PhpRegexTranslator(pattern, flags);
        while (translator._at < pattern.Length) translator.Next();
        var result = translator._result.ToString();
        // A comment of the flag x may reach to the end of the pattern.
        return flags.IsAnchored ? $"\\A(?:{result}{(translator.IsExtended ? "\n" : "")})" : result;
    }

    private bool IsExtended => _flags.Options.HasFlag(RegexOptions.IgnorePatternWhitespace);

    private bool Starts(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;

    private void Next()
    {
        var character = _pattern[_at];
        if (character == '\\') Escape(inClass: false);
        else if (character == '[') Class();
        else if (character == '(') Group();
        else if (character == '#' && IsExtended) Comment('\n');
        else if (character == '$' && _flags.IsDollarEndOnly) Put("\\z", 1);
        else if (IsQuantifier(out var length)) Quantifier(length);
        else Put(character.ToString(), 1);
    }

    private void Put(string text, int consumed)
    {
        _result.Append(text);
        _at += consumed;
    }

    private void Copy(int length) => Put(_pattern.Substring(_at, Math.Min(length, _pattern.Length - _at)), length);

    private void Comment(char end)
    {
        var stop = _pattern.IndexOf(end, _at);
        Copy((stop < 0 ? _pattern.Length : stop + 1) - _at);
    }

    private void Group()
    {
        if (Starts("(?#")) Comment(')');
        else if (Starts("(?P<")) Put("(?<", 4);
        else if (Starts("(?P=") && _pattern.IndexOf(')', _at) is var end and > 0) Put($"\\k<{_pattern[(_at + 4)..end]}>", end + 1 - _at);
        else Copy(Starts("(?") ? 2 : 1);
    }

    private bool IsQuantifier(out int length)
    {
        length = 1;
        if (_pattern[_at] is '*' or '+' or '?') return true;
        if (_pattern[_at] != '{') return false;

        var end = _pattern.IndexOf('}', _at);
        if (end < 0) return false;
        length = end + 1 - _at;
        var bounds = _pattern.AsSpan(_at + 1, length - 2);
        return !bounds.IsEmpty && char.IsAsciiDigit(bounds[0]) && bounds.IndexOfAnyExcept("0123456789,") < 0 && bounds.Count(',') <= 1;
    }

    private void Quantifier(int length)
    {
        Copy(length);
        var isMarked = _at < _pattern.Length && _pattern[_at] == '?';
        if (isMarked) _at++;
        if (isMarked != _flags.IsUngreedy) _result.Append('?');
    }

    private void Class()
    {
        Copy(Starts("[^") ? 2 : 1);
        if (Starts("]")) Put("\\]", 1);
        while (_at < _pattern.Length && _pattern[_at] != ']')
        {
            if (_pattern[_at] == '\\') Escape(inClass: true);
            else if (Starts("[:") && _pattern.IndexOf(":]", _at, StringComparison.Ordinal) is var end and > 0)
                Put(PosixClass(_pattern[(_at + 2)..end]), end + 2 - _at);
            else if (_pattern[_at] == '[') Put("\\[", 1);
            else Copy(1);
        }

        Copy(1);
    }

    private void Escape(bool inClass)
    {
        var letter = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        var ranges = Ranges(char.ToLowerInvariant(letter));
        if (letter == 'x' && Starts("\\x{")) CodePoint(inClass);
        else if (letter == '_') Put("_", 2);
        else if (letter == 'Q' && !inClass) Quoted();
        else if (letter == 'R' && !inClass) Put($"(?:\\r\\n|[{VerticalBlanks}])", 2);
        else if (letter == 'N' && !inClass) Put("[^\\n]", 2);
        else if (ranges is null || (inClass && char.IsAsciiLetterUpper(letter))) Copy(2);
        else if (inClass) Put(ranges, 2);
        else Put(char.IsAsciiLetterUpper(letter) ? $"[^{ranges}]" : $"[{ranges}]", 2);
    }

    // Without the flag u PCRE's classes are ASCII; .NET's never are.
    private string? Ranges(char letter) => letter switch
    {
        'd' when !_flags.IsUnicode => "0-9",
        'w' when !_flags.IsUnicode => "A-Za-z0-9_",
        's' when !_flags.IsUnicode => " \\t" + VerticalBlanks,
        'h' => " \\t",
        'v' => VerticalBlanks,
        _ => null,
    };

    private void CodePoint(bool inClass)
    {
        var end = _pattern.IndexOf('}', _at);
        var digits = end < 0 ? default : _pattern.AsSpan(_at + 3, end - _at - 3);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
            throw new FormatException("\\x{...} must hold a code point in hexadecimal digits.");
        var units = new Rune(value).ToString();
        if (inClass && units.Length > 1) throw new FormatException("a character class cannot hold code points above FFFF.");
        var escaped = string.Concat(units.Select(unit => $"\\u{(int)unit:X4}"));
        Put(units.Length > 1 ? $"(?:{escaped})" : escaped, end + 1 - _at);
    }

    private void Quoted()
    {
        var start = _at + 2;
        var end = _pattern.IndexOf("\\E", start, StringComparison.Ordinal);
        var text = end < 0 ? _pattern[start..] : _pattern[start..end];
        Put(Regex.Escape(text), 2 + text.Length + (end < 0 ? 0 : 2));
    }

    private static string PosixClass(string name) => name switch
    {
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "alnum" => "A-Za-z0-9",
        "upper" => "A-Z",
        "lower" => "a-z",
        "word" => "A-Za-z0-9_",
        "xdigit" => "0-9A-Fa-f",
        "blank" => " \\t",
        "space" => " \\t" + VerticalBlanks,
        "punct" => "!-/:-@\\[-`{-~",
        "print" => " -~",
        "graph" => "!-~",
        "cntrl" => "\\x00-\\x1F\\x7F",
        "ascii" => "\\x00-\\x7F",
        _ => throw new FormatException($"[:{name}:] is not a class that can be used."),
    };
}
