namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// By what else than its id Commerce finds one document: a search in place of an address (<c>searchCriteria</c>, spec 7.2). Events may carry a
/// number and no id, where their fields were chosen so.
/// </summary>
public static class LookUpKeys
{
    /// <summary>The number of an order, as people know it.</summary>
    public const string OrderNumber = "increment_id";

    /// <summary>The e-mail address of a customer.</summary>
    public const string CustomerEmail = "email";

    private static readonly (string Prefix, string Field)[] All = [("orders/", OrderNumber), ("customers/", CustomerEmail)];

    /// <summary>The field by which what a path such as <c>orders/{…}</c> asks for can be found as well; null where only its id finds it.</summary>
    /// <param name="path">The path, with or without values in braces.</param>
    public static string? Of(string? path)
    {
        var plain = (path ?? "").Trim().TrimStart('/');
        foreach (var (prefix, field) in All)
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal) && plain.Length > prefix.Length && plain.AsSpan(prefix.Length).IndexOfAny('/', '?') < 0)
                return field;
        }

        return null;
    }
}
