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
        CheckUrl(problems, draft.Url, draft.AllowPrivateAddress);
        if (!string.IsNullOrEmpty(draft.Secret))
            CheckSecret(problems, draft.Secret);
        if (draft.Headers is { } headers)
            HeaderRules.Check(problems, headers, Stored(stored, secrets));
        CheckLimits(problems, draft);
        return problems;
    }

    private static Func<string, bool> Stored(Destination? stored, ISecretProtector secrets)
    {
        StoredHeaders.TryRead(secrets, stored?.ProtectedHeaders, out var headers);
        return name => StoredHeaders.Find(headers, name) is not null;
    }

    private static void CheckUrl(List<ValidationProblem> problems, string url, bool allowPrivate)
    {
        if (url.Length > MaxUrl)
        {
            problems.Add("url", $"The address is longer than {MaxUrl:N0} characters.");
            return;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add("url", "Enter the whole address, starting with https://, for example https://erp.example.com/events.");
            return;
        }

        if (uri.UserInfo.Length > 0)
            problems.Add("url", "Take user name and password out of the address: put them in an Authorization header, which is stored encrypted.");
        if (uri.Fragment.Length > 0)
            problems.Add("url", "Take the part from # on out of the address: it is never sent.");
        if (!allowPrivate && uri.Scheme != Uri.UriSchemeHttps)
            problems.Add("url", "The address must start with https://. Plain http:// is possible only where private addresses are allowed.");
        if (!allowPrivate && uri.IsLoopback)
            problems.Add("url", "This address is the console's own machine. Allow private addresses if that is meant.");
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
        problems.CheckRange("maxAttempts", draft.MaxAttempts, 1, 100, "Attempts");
        problems.CheckRange("firstRetrySeconds", draft.FirstRetrySeconds, 1, 3_600, "Seconds before the first retry");
        problems.CheckRange("maxRetrySeconds", draft.MaxRetrySeconds, 1, 86_400, "Seconds between retries");
        if (draft.MaxRetrySeconds < draft.FirstRetrySeconds)
            problems.Add("maxRetrySeconds", "The longest wait between retries is shorter than the first one.");
    }
}
