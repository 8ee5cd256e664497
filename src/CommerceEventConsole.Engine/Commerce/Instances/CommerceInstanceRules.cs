using System.Text;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>What a Commerce instance must be like.</summary>
public static class CommerceInstanceRules
{
    /// <summary>They are kept in one document: more are refused.</summary>
    public const int MaxInstances = 20;

    /// <summary>The most calls in a minute that can be allowed.</summary>
    public const int MaxCallsPerMinute = 60_000;

    /// <summary>The most calls at a time that can be allowed.</summary>
    public const int MaxParallelCalls = 64;

    private const int MaxUrl = 500;
    private const int MaxText = 200;

    /// <summary>Every problem of a trimmed draft. <paramref name="others"/> are the instances beside it, <paramref name="sources"/> the slugs that there are.</summary>
    internal static List<ValidationProblem> Check(
        CommerceInstanceDraft draft, CommerceInstance? stored, IReadOnlyCollection<CommerceInstance> others, IReadOnlyCollection<string> sources)
    {
        var problems = new List<ValidationProblem>();
        if (stored is null && others.Count >= MaxInstances)
            problems.Add("", $"There are {others.Count} Commerce instances already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "Commerce instance");
        CheckUrl(problems, "baseUrl", draft.BaseUrl, draft.AllowPrivateAddress, "https://shop.example.com");
        CheckPrefix(problems, draft.PathPrefix);
        if (draft is { Kind: CommerceKind.SaaS, Authentication: not CommerceAuthentication.Ims })
            problems.Add("authentication", "Adobe Commerce as a Cloud Service knows only Adobe's own sign-in (IMS).");
        if (draft.Authentication == CommerceAuthentication.Ims)
            CheckIms(problems, draft);
        if (draft.CallsPerMinute is < 0 or > MaxCallsPerMinute)
            problems.Add("callsPerMinute", $"Enter a number from 0 to {MaxCallsPerMinute:N0}; 0 stands for no limit.");
        if (draft.ParallelCalls is < 1 or > MaxParallelCalls)
            problems.Add("parallelCalls", $"Enter a number from 1 to {MaxParallelCalls}.");
        foreach (var slug in draft.Sources.Except(sources, StringComparer.Ordinal))
            problems.Add("sources", $"There is no source '{slug}'. Write the last part of the source's address, such as shop; commas stand between several.");
        CheckSecrets(problems, draft, stored);
        return problems;
    }

    private static void CheckUrl(List<ValidationProblem> problems, string field, string url, bool allowPrivate, string example)
    {
        if (url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(field, $"Enter the whole address, starting with https://, for example {example}.");
            return;
        }

        if (uri.UserInfo.Length > 0)
            problems.Add(field, "Take user name and password out of the address.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            problems.Add(field, "Take the part from ? or # on out of the address.");
        if (!allowPrivate && uri.Scheme != Uri.UriSchemeHttps)
            problems.Add(field, "The address must start with https://. Plain http:// is possible only where private addresses are allowed.");
        if (!allowPrivate && uri.IsLoopback)
            problems.Add(field, "This address is the console's own machine. Allow private addresses if that is meant.");
    }

    private static void CheckPrefix(List<ValidationProblem> problems, string prefix)
    {
        var fits = prefix.Length is > 0 and <= MaxText
            && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-')
            && !prefix.Contains("//", StringComparison.Ordinal);
        if (!fits)
            problems.Add("pathPrefix", "The path is made of letters, digits, hyphens, underscores and slashes, for example rest/all/V1.");
    }

    private static void CheckIms(List<ValidationProblem> problems, CommerceInstanceDraft draft)
    {
        CheckText(problems, "clientId", draft.ClientId, "Enter the client ID of the project in Adobe's Developer Console.");
        CheckText(problems, "organizationId", draft.OrganizationId, "Enter the organization ID, such as 1234567890ABCDEF@AdobeOrg.");
        CheckUrl(problems, "imsUrl", draft.ImsUrl ?? "", draft.AllowPrivateAddress, CommerceInstanceDraft.AdobeIms);
    }

    private static void CheckText(List<ValidationProblem> problems, string field, string? text, string missing)
    {
        if (string.IsNullOrEmpty(text))
            problems.Add(field, missing);
        else if (text.Length > MaxText || text.Any(c => c is <= ' ' or > '~'))
            problems.Add(field, "This holds a character that does not belong there. Copy it again, whole.");
    }

    private static void CheckSecrets(List<ValidationProblem> problems, CommerceInstanceDraft draft, CommerceInstance? stored)
    {
        foreach (var secret in CommerceInstance.SecretsOf(draft.Authentication))
        {
            var typed = draft.Secrets.GetValueOrDefault(secret);
            if (typed is { Length: > 0 })
            {
                if (Encoding.UTF8.GetByteCount(typed) > 4 * FieldChecks.MaxSecretBytes || typed.Any(c => c is <= ' ' or > '~'))
                    problems.Add(FieldOf(secret), "This holds a character that does not belong there. Copy it again, whole and without blanks.");
            }
            else if (typed is not null || stored is null || !stored.ProtectedSecrets.ContainsKey(secret))
            {
                problems.Add(FieldOf(secret), "Enter this value: without it Commerce lets nobody in.");
            }
        }
    }

    private static string FieldOf(CommerceSecret secret) => $"secrets.{secret}";
}
