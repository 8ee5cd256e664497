using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>What a back-office system must be like.</summary>
internal static class BackOfficeSystemRules
{
    /// <summary>Systems that the console holds.</summary>
    public const int MaxSystems = 50;

    private const int MaxText = 256 * 1024;
    private const int MostPerMinute = 60_000;
    private const int MostParallel = 32;

    /// <summary>Every problem of a trimmed draft. <paramref name="others"/> are the systems beside it.</summary>
    public static List<ValidationProblem> Check(
        BackOfficeSystemDraft draft, BackOfficeSystem? stored, IReadOnlyCollection<BackOfficeSystem> others, BackOfficeOptions options)
    {
        var problems = new List<ValidationProblem>();
        if (stored is null && others.Count >= MaxSystems)
            problems.Add("", $"There are {others.Count} back-office systems already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "system");
        problems.CheckRange("requestsPerMinute", draft.RequestsPerMinute, 0, MostPerMinute, "Requests a minute");
        problems.CheckRange("maxParallel", draft.MaxParallel, 1, MostParallel, "Requests at a time");
        if (draft.Records.Length > MaxText)
            problems.Add("records", $"This is longer than the {MaxText:N0} characters that fit.");
        else if (draft.Connector == SystemConnector.Rest)
            CheckRest(problems, draft, stored);
        else if (draft.Connector == SystemConnector.Csv)
            CheckCsv(problems, draft, stored, options);
        else
            problems.Add("connector", "Choose by what means the system is talked to.");
        return problems;
    }

    /// <summary>The secrets that a system needs, by its connection; none where the connection cannot be read.</summary>
    public static IReadOnlyList<SystemSecret> SecretsOf(SystemConnector connector, string connection)
    {
        try
        {
            return (connector == SystemConnector.Rest
                ? SystemJson.Read<RestConnection>(connection).Authentication
                : SystemJson.Read<CsvConnection>(connection).Authentication)?.Secrets() ?? [];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static void CheckRest(List<ValidationProblem> problems, BackOfficeSystemDraft draft, BackOfficeSystem? stored)
    {
        if (Read<RestConnection>(problems, "connection", draft.Connection) is { } connection)
        {
            RestRules.CheckConnection(problems, connection, draft.AllowPrivateAddress);
            CheckSecrets(problems, draft, stored, connection.Authentication);
        }

        if (Read<Dictionary<RecordKind, RestRecords>>(problems, "records", draft.Records) is { } records)
            RestRules.CheckRecords(problems, records);
    }

    private static void CheckCsv(List<ValidationProblem> problems, BackOfficeSystemDraft draft, BackOfficeSystem? stored, BackOfficeOptions options)
    {
        if (Read<CsvConnection>(problems, "connection", draft.Connection) is not { } connection)
            return;
        CsvRules.CheckConnection(problems, connection, draft.AllowPrivateAddress, options);
        CheckSecrets(problems, draft, stored, connection.Authentication);
        if (Read<Dictionary<RecordKind, CsvRecords>>(problems, "records", draft.Records) is { } records)
            CsvRules.CheckRecords(problems, connection, records);
    }

    private static T? Read<T>(List<ValidationProblem> problems, string field, string text)
        where T : class
    {
        try
        {
            return SystemJson.Read<T>(text);
        }
        catch (FormatException e)
        {
            problems.Add(field, e.Message);
            return null;
        }
    }

    private static void CheckSecrets(
        List<ValidationProblem> problems, BackOfficeSystemDraft draft, BackOfficeSystem? stored, RestAuthentication? authentication)
    {
        foreach (var secret in authentication?.Secrets() ?? [])
        {
            var typed = draft.Secrets.GetValueOrDefault(secret);
            if (typed is { Length: > 0 })
            {
                if (typed.Length > 4 * FieldChecks.MaxSecretBytes || typed.Any(char.IsControl))
                    problems.Add($"secrets.{secret}", "This holds a character that does not belong there. Copy it again, whole.");
            }
            else if (typed is not null || stored?.Secrets().ContainsKey(secret) is not true)
            {
                problems.Add($"secrets.{secret}", "Enter this value: without it the system lets nobody in.");
            }
        }
    }
}
