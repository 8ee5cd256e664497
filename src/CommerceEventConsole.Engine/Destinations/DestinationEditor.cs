using CommerceEventConsole.Engine.Setup;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>Checks a draft and makes it a row, for the store and for setup files alike.</summary>
internal sealed class DestinationEditor(ISecretProtector secrets)
{
    /// <summary>Writes the draft to <paramref name="stored"/>, or to a new row; invalid drafts write nothing.</summary>
    public ChangeResult<Destination> Save(
        ConfigurationChange change, DestinationDraft draft, Destination? stored, IReadOnlyCollection<Destination> others)
    {
        draft = draft with { Name = draft.Name.Trim(), Url = draft.Url.Trim() };
        var problems = DestinationRules.Check(draft, stored, others, secrets);
        if (problems.Count > 0)
            return ChangeResult<Destination>.Invalid(problems);

        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new Destination { Name = draft.Name, Url = draft.Url, CreatedAt = change.At };
        var (secret, headers) = (row.ProtectedSecret, row.ProtectedHeaders);
        Fill(row, draft);
        if (stored is null)
            change.Context.Destinations.Add(row);
        else if (change.Context.Entry(row).State == EntityState.Unchanged)
            return ChangeResult<Destination>.Unchanged(row);

        change.Stamp(row);
        var after = before is null ? Describe(row) : Describe(row, row.ProtectedSecret != secret, row.ProtectedHeaders != headers);
        change.Record(before is null ? "destination.created" : "destination.changed", Subject(row), before, after);
        return ChangeResult<Destination>.Changed(row);
    }

    /// <summary>The destination for the audit log: of its headers the names alone.</summary>
    public string Describe(Destination row, bool secretChanged = false, bool headersChanged = false) => AuditJson.Write(new
    {
        row.Name,
        row.Kind,
        Url = AuditJson.Address(row.Url),
        Secret = AuditJson.Secret(row.ProtectedSecret, secretChanged),
        Headers = HeaderNames(row),
        HeaderValues = AuditJson.Secret(row.ProtectedHeaders, headersChanged),
        row.AllowPrivateAddress,
        row.State,
        row.MaxConcurrency,
        row.TimeoutSeconds,
        row.MaxAttempts,
        row.FirstRetrySeconds,
        row.MaxRetrySeconds,
        row.MaxPerSecond,
        row.RetryCurve,
        row.MaxAgeHours,
        row.FinalStatuses,
        row.RetriedStatuses,
        row.CircuitFailures,
        row.CircuitPercent,
        row.CircuitWindowSeconds,
        row.CircuitMinimum,
        HealthUrl = row.HealthUrl is null ? null : AuditJson.Address(row.HealthUrl),
        row.ProbeSeconds,
        row.MaxProbeSeconds,
        row.ProbesToClose,
    });

    /// <summary>The names of a destination's headers; empty where they cannot be read.</summary>
    public IReadOnlyList<string> HeaderNames(Destination row)
    {
        StoredHeaders.TryRead(secrets, row.ProtectedHeaders, out var headers);
        return [.. headers.Select(h => h.Key)];
    }

    public static string Subject(Destination row) => $"Destination {row.Name}";

    private void Fill(Destination row, DestinationDraft draft)
    {
        row.Name = draft.Name;
        row.Kind = draft.Kind;
        row.Url = draft.Url;
        row.ProtectedSecret = SecretField.Next(secrets, SecretPurpose.DestinationSecret, row.ProtectedSecret, draft.Secret);
        row.ProtectedHeaders = StoredHeaders.Next(secrets, row.ProtectedHeaders, draft.Headers);
        row.AllowPrivateAddress = draft.AllowPrivateAddress;
        row.MaxConcurrency = draft.MaxConcurrency;
        row.TimeoutSeconds = draft.TimeoutSeconds;
        row.MaxAttempts = draft.MaxAttempts;
        row.FirstRetrySeconds = draft.FirstRetrySeconds;
        row.MaxRetrySeconds = draft.MaxRetrySeconds;
        row.MaxPerSecond = draft.MaxPerSecond;
        row.RetryCurve = draft.RetryCurve;
        row.MaxAgeHours = draft.MaxAgeHours;
        row.FinalStatuses = Blank(draft.FinalStatuses);
        row.RetriedStatuses = Blank(draft.RetriedStatuses);
        row.CircuitFailures = draft.CircuitFailures;
        row.CircuitPercent = draft.CircuitPercent;
        row.CircuitWindowSeconds = draft.CircuitWindowSeconds;
        row.CircuitMinimum = draft.CircuitMinimum;
        row.HealthUrl = Blank(draft.HealthUrl);
        row.ProbeSeconds = draft.ProbeSeconds;
        row.MaxProbeSeconds = draft.MaxProbeSeconds;
        row.ProbesToClose = draft.ProbesToClose;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
