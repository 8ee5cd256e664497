using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// <c>regex</c>: a PHP pattern, unanchored unless it anchors itself. Matched in time linear to the text where the pattern allows
/// it, and given up after <see cref="RuleSet.RegexTimeout"/> on one value, or <see cref="RuleSet.RegexListTimeout"/> on a list, in any case.
/// </summary>
internal sealed class RegexRule(Rule rule, FieldPath path, Regex regex) : ScalarRule(rule, path)
{
    protected override TimeSpan? Patience => RuleSet.RegexListTimeout;

    protected override string Expectation => $"a match for {Rule.Value}";

    protected override RuleVerdict Test(ReadOnlySpan<byte> text, bool isNumber)
    {
        var characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(text.Length));
        try
        {
            var count = Encoding.UTF8.GetChars(text, characters);
            return regex.IsMatch(characters.AsSpan(0, count)) ? RuleVerdict.Holds : RuleVerdict.Fails;
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleVerdict.TimedOut;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
