using System.Text;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Checks that several drafts share; each adds what is wrong to the list.</summary>
internal static class FieldChecks
{
    /// <summary>Sources, destinations and subscriptions are few: more of one sort than this are refused, so lists are read whole.</summary>
    public const int MaxRows = 1_000;

    public const int MaxName = 100;

    /// <summary>Bytes in UTF-8; encrypted it must fit its column.</summary>
    public const int MaxSecretBytes = 1_000;

    public static void Add(this List<ValidationProblem> problems, string field, string message) => problems.Add(new(field, message));

    public static void CheckRoom(this List<ValidationProblem> problems, bool isNew, int count, string plural)
    {
        if (isNew && count >= MaxRows)
            problems.Add("", $"There are {count:N0} {plural} already, as many as the console holds.");
    }

    public static void CheckName<T>(this List<ValidationProblem> problems, string name, IEnumerable<T> others, string kind)
        where T : IConfigurationRow
    {
        if (name.Length == 0)
            problems.Add("name", $"Give the {kind} a name.");
        else if (name.Length > MaxName)
            problems.Add("name", $"The name is {name.Length} characters long; at most {MaxName} fit.");
        else if (name.Any(char.IsControl))
            problems.Add("name", "The name holds a line break or another character that cannot be shown.");
        else if (others.Any(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            problems.Add("name", $"There is a {kind} with this name already. Capitals make no difference.");
    }

    public static void CheckRange(this List<ValidationProblem> problems, string field, int value, int lowest, int highest, string what)
    {
        if (value < lowest || value > highest)
            problems.Add(field, $"{what} must be between {lowest:N0} and {highest:N0}; it is {value:N0}.");
    }

    public static void CheckSecretLength(this List<ValidationProblem> problems, string secret)
    {
        if (Encoding.UTF8.GetByteCount(secret) > MaxSecretBytes)
            problems.Add("secret", $"The secret is longer than the {MaxSecretBytes:N0} bytes that fit.");
    }
}
