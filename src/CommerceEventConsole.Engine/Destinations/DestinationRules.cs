using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>What a destination must be like.</summary>
internal static class DestinationRules
{
    private const int MaxUrl = 2_000;
    private const string SecretPrefix = "whsec_";

    /// <summary>Every problem of a draft. <paramref name="others"/> are the destinations beside it.</summary>
    public static List<ValidationProblem> Check(
        DestinationDraft draft, Destination? stored, IReadOnlyCollection<Destination> others, ISecretProtector secrets)
    {
        var problems = new List<ValidationProblem>();
        problems.CheckRoom(stored is null, others.Count, "destinations");
        problems.CheckName(draft.Name, others, "destination");
        if (!Enum.IsDefined(draft.Kind))
            problems.Add("kind", "Choose what sort of system this is.");
        CheckUrl(problems, "url", draft.Url, draft.AllowPrivateAddress);
        if (!string.IsNullOrWhiteSpace(draft.HealthUrl))
            CheckUrl(problems, "healthUrl", draft.HealthUrl.Trim(), draft.AllowPrivateAddress);
        if (!string.IsNullOrEmpty(draft.Secret))
            CheckSecret(problems, draft.Secret);
        if (draft.Headers is { } headers)
            HeaderRules.Check(problems, headers, Stored(stored, secrets));
        CheckLimits(problems, draft);
        CheckRetries(problems, draft);
        CheckCircuit(problems, draft);
        return problems;
    }

    private static Func<string, bool> Stored(Destination? stored, ISecretProtector secrets)
    {
        StoredHeaders.TryRead(secrets, stored?.ProtectedHeaders, out var headers);
        return name => StoredHeaders.Find(headers, name) is not null;
    }

    private static void CheckUrl(List<ValidationProblem> problems, string field, string url, bool allowPrivate)
    {
        if (url.Length > MaxUrl)
        {
            problems.Add(field, $"The address is longer than {MaxUrl:N0} characters.");
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(field, "Enter the whole address, starting with https://, for example https://erp.example.com/events.");
            return;
        }

        if (uri.UserInfo.Length > 0)
            problems.Add(field, "Take user name and password out of the address: put them in an Authorization header, which is stored encrypted.");
        if (uri.Fragment.Length > 0)
            problems.Add(field, "Take the part from # on out of the address: it is never sent.");
        if (!allowPrivate && uri.Scheme != Uri.UriSchemeHttps)
            problems.Add(field, "The address must start with https://. Plain http:// is possible only where private addresses are allowed.");
        if (!allowPrivate && uri.IsLoopback)
            problems.Add(field, "This address is the console's own machine. Allow private addresses if that is meant.");
    }

    private static void CheckSecret(List<ValidationProblem> problems, string secret)
    {
        problems.CheckSecretLength(secret);

        // Standard Webhooks: the prefix announces Base64. Any other text is a key as it stands.
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return;
        var encoded = secret.AsSpan(SecretPrefix.Length);
        if (encoded.IsEmpty || !System.Buffers.Text.Base64.IsValid(encoded))
            problems.Add("secret", $"After {SecretPrefix} the secret must be Base64. Copy it again, whole.");
    }

    private static void CheckLimits(List<ValidationProblem> problems, DestinationDraft draft)
    {
        problems.CheckRange("maxConcurrency", draft.MaxConcurrency, 1, 256, "Requests at the same time");
        problems.CheckRange("timeoutSeconds", draft.TimeoutSeconds, 1, 300, "Seconds for one attempt");
        problems.CheckRange("maxPerSecond", draft.MaxPerSecond, 0, 10_000, "Requests in a second");
    }

    private static void CheckRetries(List<ValidationProblem> problems, DestinationDraft draft)
    {
        problems.CheckRange("maxAttempts", draft.MaxAttempts, 1, 100, "Attempts");
        problems.CheckRange("firstRetrySeconds", draft.FirstRetrySeconds, 1, 3_600, "Seconds before the first retry");
        problems.CheckRange("maxRetrySeconds", draft.MaxRetrySeconds, 1, 86_400, "Seconds between retries");
        if (draft.MaxRetrySeconds < draft.FirstRetrySeconds)
            problems.Add("maxRetrySeconds", "The longest wait between retries is shorter than the first one.");
        problems.CheckRange("maxAgeHours", draft.MaxAgeHours, 0, 8_760, "Hours in which a delivery is tried again");
        if (!Enum.IsDefined(draft.RetryCurve))
            problems.Add("retryCurve", "Choose how the waits grow.");
        var final = Statuses(problems, "finalStatuses", draft.FinalStatuses);
        var retried = Statuses(problems, "retriedStatuses", draft.RetriedStatuses);
        if (final is not null && retried is not null && final.FirstShared(retried) is { } both)
            problems.Add("retriedStatuses", $"{both} stands in both lists. An answer is either final or tried again.");
    }

    private static StatusList? Statuses(List<ValidationProblem> problems, string field, string? text)
    {
        if (!StatusList.TryParse(text, out var list, out var problem))
            problems.Add(field, problem);
        return list;
    }

    private static void CheckCircuit(List<ValidationProblem> problems, DestinationDraft draft)
    {
        problems.CheckRange("circuitFailures", draft.CircuitFailures, 1, 1_000, "Failures in a row");
        problems.CheckRange("circuitPercent", draft.CircuitPercent, 1, 100, "The share of failures");
        problems.CheckRange("circuitWindowSeconds", draft.CircuitWindowSeconds, 5, 3_600, "Seconds over which failures are counted");
        problems.CheckRange("circuitMinimum", draft.CircuitMinimum, 1, 100_000, "Attempts before the share counts");
        problems.CheckRange("probeSeconds", draft.ProbeSeconds, 1, 3_600, "Seconds before the first check");
        problems.CheckRange("maxProbeSeconds", draft.MaxProbeSeconds, 1, 3_600, "Seconds between checks");
        if (draft.MaxProbeSeconds < draft.ProbeSeconds)
            problems.Add("maxProbeSeconds", "The longest wait between checks is shorter than the first one.");
        problems.CheckRange("probesToClose", draft.ProbesToClose, 1, 10, "Checks that must succeed");
    }
}
