namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Rounds a decimal number in its own digits, exact at any length.</summary>
internal static class DigitRounding
{
    /// <summary>So many places, half away from zero, as invoices are rounded.</summary>
    /// <param name="whole">The digits before the point, at least one.</param>
    /// <param name="fraction">The digits behind it.</param>
    /// <param name="places">How many are to be there.</param>
    public static string Round(string whole, string fraction, int places)
    {
        if (fraction.Length <= places)
            return Join(whole, fraction.PadRight(places, '0'));
        var digits = (whole + fraction[..places]).ToCharArray();
        if (fraction[places] >= '5' && !Increment(digits))
            return Join("1" + new string('0', whole.Length), new string('0', places));
        return Join(new string(digits, 0, whole.Length), new string(digits, whole.Length, places));
    }

    private static string Join(string whole, string fraction) => fraction.Length == 0 ? whole : $"{whole}.{fraction}";

    // False where every digit was a nine.
    private static bool Increment(char[] digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] < '9')
            {
                digits[i]++;
                return true;
            }

            digits[i] = '0';
        }

        return false;
    }
}
