using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace CommerceEventConsole.Sandbox.Commerce.SignIn;

/// <summary>Lets callers into the REST face: bearer or OAuth 1.0a where it is shaped like PaaS, IMS where it is shaped like SaaS (spec 7.1).</summary>
internal sealed class CommerceSignIn(OAuthSignature oauth, ImsTokens ims, SandboxOptions options, SandboxAddress address)
{
    private const string Bearer = "Bearer ";

    /// <summary>Why a call at a PaaS address is not let in; null when it is.</summary>
    public IResult? RefusePaas(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        if (given.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase))
        {
            var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var query = target.IndexOf('?', StringComparison.Ordinal);
            var path = query < 0 ? target : target[..query];
            var problem = SignedUrls(request, path).Select(url => oauth.Problem(request.Method, url, query < 0 ? "" : target[query..], given))
                .FirstOrDefault(one => one is not "signature_invalid", "signature_invalid");
            return problem is null ? null : new CommerceRefusal(StatusCodes.Status401Unauthorized, "oauth_problem=%1", problem).Answer();
        }
        return Same(given, Bearer + options.CommerceToken) ? null : NoAccess(request, "This token gives no access to %1.");
    }

    /// <summary>Why a call at a SaaS address is not let in; null when it is.</summary>
    public IResult? RefuseSaas(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        if (!given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || !ims.IsGood(given[Bearer.Length..]))
            return NoAccess(request, "Oauth token is not valid for %1.");
        if (request.Headers["x-api-key"] != options.ClientId)
            return new CommerceRefusal(StatusCodes.Status403Forbidden, "Api Key is invalid: %1", "x-api-key").Answer();
        if (request.Headers["x-gw-ims-org-id"] != options.ImsOrgId)
            return new CommerceRefusal(StatusCodes.Status403Forbidden, "The organisation has no access: %1", "x-gw-ims-org-id").Answer();
        return null;
    }

    /// <summary>The address as the caller wrote it; behind a proxy that is the public one.</summary>
    private IEnumerable<string> SignedUrls(HttpRequest request, string path)
    {
        var host = request.Host;
        var standard = request.IsHttps ? 443 : 80;
        yield return $"{request.Scheme}://{host.Host.ToLowerInvariant()}{(host.Port is null || host.Port == standard ? "" : $":{Text.Of(host.Port.Value)}")}{path}";
        if (options.PublicUrl is not null)
            yield return address.Current + path;
    }

    private static IResult NoAccess(HttpRequest request, string message) => new CommerceRefusal(StatusCodes.Status401Unauthorized, message, request.Path).Answer();

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
