using System.Globalization;
using System.Numerics;
using System.Text;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("0", "-0", 0)]
    [InlineData("0.0", "0e5", 0)]
    [InlineData("10", "1e1", 0)]
    [InlineData("0.05", "5e-2", 0)]
    [InlineData("1200", "1.2E+3", 0)]
    [InlineData("00012.500", "12.5", 0)]
    [InlineData("-1", "1", -1)]
    [InlineData("-2", "-1", -1)]
    [InlineData("-1e5", "-1e4", -1)]
    [InlineData("0", "1e-300", -1)]
    [InlineData("9", "10", -1)]
    [InlineData("0.09", "0.1", -1)]
    [InlineData("0.1", "0.10000000000000000000000000000000000001", -1)]
    [InlineData("99999999999999999999999999999999", "1e32", -1)]
    [InlineData(".5", "0.5", 0)]
    [InlineData("5.", "5", 0)]
    public void Numbers_compare_by_value(string first, string second, int expected)
    {
        Assert.Equal(expected, Compare(first, second));
        Assert.Equal(-expected, Compare(second, first));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.5")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("٣")]
    public void Other_text_is_no_number(string text) => Assert.False(ExactNumber.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_thousand_random_pairs_agree_with_whole_number_arithmetic()
    {
        var random = new Random(20260504);
        for (var round = 0; round < 1000; round++)
        {
            var (first, second) = (Next(random), Next(random));
            Assert.Equal(Math.Sign((first.Scaled - second.Scaled).Sign), Compare(first.Text, second.Text));
        }
    }

    // Unscaled digits, a decimal point somewhere and an exponent; the value times 10^40 is whole.
    private static (string Text, BigInteger Scaled) Next(Random random)
    {
        var digits = random.Next(0, 1000) + (random.Next(2) == 0 ? "" : new string('0', random.Next(5)) + random.Next(100));
        var point = random.Next(digits.Length + 1);
        var exponent = random.Next(-12, 12);
        var sign = random.Next(2) == 0 ? "" : "-";
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[..point]}.{digits[point..]}e{exponent}");
        var scaled = BigInteger.Parse(sign + digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 40 - (digits.Length - point) + exponent);
        return (text, scaled);
    }

    private static int Compare(string first, string second)
    {
        Assert.True(ExactNumber.TryParse(Encoding.UTF8.GetBytes(first), out var left));
        Assert.True(ExactNumber.TryParse(Encoding.UTF8.GetBytes(second), out var right));
        return Math.Sign(ExactNumber.Compare(left, right));
    }
}
