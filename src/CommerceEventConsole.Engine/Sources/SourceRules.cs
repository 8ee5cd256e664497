using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Sources;

/// <summary>What a source must be like.</summary>
internal static partial class SourceRules
{
    public const int MinSecretLength = 16;

    private const int MaxClientId = 200;
    private const int MaxBaseUrl = 400;
    private const int MaxEnvironments = 1_000;

    /// <summary>Every problem of a draft. <paramref name="others"/> are the sources beside it.</summary>
    public static List<ValidationProblem> Check(SourceDraft draft, Source? stored, IReadOnlyCollection<Source> others)
    {
        var problems = new List<ValidationProblem>();
        problems.CheckRoom(stored is null, others.Count, "sources");
        CheckSlug(problems, draft.Slug, others);
        problems.CheckName(draft.Name, others, "source");
        CheckProof(problems, draft, stored);
        CheckEnvironments(problems, draft.AllowedEnvironments);
        if (draft.PublicKeyBaseUrl is { } address)
            CheckKeyAddress(problems, address);
        return problems;
    }

    private static void CheckSlug(List<ValidationProblem> problems, string slug, IReadOnlyCollection<Source> others)
    {
        if (!SlugPattern().IsMatch(slug))
            problems.Add("slug", "The address part must be 1 to 64 small letters (a to z), digits and hyphens, with a letter or digit at both ends.");
        else if (others.Any(o => o.Slug == slug))
            problems.Add("slug", "Another source has this address already.");
    }

    private static void CheckProof(List<ValidationProblem> problems, SourceDraft draft, Source? stored)
    {
        switch (draft.Verification)
        {
            case Verification.None:
                break;
            case Verification.AdobeSignature:
                CheckClientId(problems, draft.ClientId);
                break;
            case Verification.Hmac or Verification.SharedToken:
                CheckSecret(problems, draft, stored);
                break;
            default:
                problems.Add("verification", "Choose how this source proves that its events are genuine.");
                break;
        }
    }

    private static void CheckClientId(List<ValidationProblem> problems, string? clientId)
    {
        if (string.IsNullOrEmpty(clientId))
            problems.Add("clientId", "Enter the client ID of the Adobe project (Developer Console, Credentials): every event must name it.");
        else if (clientId.Length > MaxClientId || clientId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '@')))
            problems.Add("clientId", $"A client ID is at most {MaxClientId} letters, digits and the characters - _ . @, without blanks.");
    }

    private static void CheckSecret(List<ValidationProblem> problems, SourceDraft draft, Source? stored)
    {
        if (draft.Secret is null && stored?.ProtectedSecret is not null)
            return;
        if (string.IsNullOrEmpty(draft.Secret))
        {
            problems.Add("secret", "Enter the secret that the sender knows too.");
            return;
        }

        if (draft.Secret.Length < MinSecretLength && !draft.AcceptsShortSecret)
            problems.Add("secret", $"The secret is too short to be safe: at least {MinSecretLength} characters.");
        if (draft.Verification == Verification.SharedToken && draft.Secret.Any(c => c is <= ' ' or > '~'))
            problems.Add("secret", "A token travels in a header: only letters A to Z, digits and signs without blanks or accents.");
        problems.CheckSecretLength(draft.Secret);
    }

    private static void CheckEnvironments(List<ValidationProblem> problems, IReadOnlyList<string> environments)
    {
        if (environments.Any(e => string.IsNullOrWhiteSpace(e) || e.Contains(',', StringComparison.Ordinal)))
            problems.Add("allowedEnvironments", "An environment is a name such as acme.prod, neither empty nor with a comma.");
        else if (string.Join(',', environments).Length > MaxEnvironments)
            problems.Add("allowedEnvironments", $"The environments are longer than {MaxEnvironments:N0} characters together.");
    }

    private static void CheckKeyAddress(List<ValidationProblem> problems, string address)
    {
        var valid = address.Length <= MaxBaseUrl
            && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.UserInfo.Length == 0
            && uri.Query.Length == 0
            && uri.Fragment.Length == 0;
        if (!valid)
            problems.Add("publicKeyBaseUrl", "The address of the public keys must start with https:// (http:// only on this machine), without query.");
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugPattern();
}
