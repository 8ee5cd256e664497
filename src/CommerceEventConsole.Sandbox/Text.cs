using System.Globalization;

namespace CommerceEventConsole.Sandbox;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class Text
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As few decimals as it needs.</summary>
    public static string OfQuantity(decimal quantity) => quantity.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Four decimals, as Commerce's database hands amounts back.</summary>
    public static string OfAmount(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);
}
