using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Sandbox;

/// <summary>Settings of the sandbox, section `Sandbox`.</summary>
public sealed class SandboxOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Sandbox";

    /// <summary>The secret that the seed gives the console's destinations.</summary>
    public const string SeedSecret = "whsec_c2FuZGJveC1vbmx5LXdlYmhvb2stc2VjcmV0";

    /// <summary>Address that the sandbox listens on. With an IP address the port may be 0: any free one.</summary>
    public string Url { get; set; } = "http://localhost:5190";

    /// <summary>Address under which the console reaches the sandbox, where it differs from <see cref="Url"/>.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Base address of the console whose `/intake/{slug}` receives the events.</summary>
    public string ConsoleUrl { get; set; } = "http://localhost:5180";

    /// <summary>Slug of the source in the console.</summary>
    public string SourceSlug { get; set; } = "sandbox";

    /// <summary>Client id of the registration, sent as `recipientclientid` in every event.</summary>
    public string ClientId { get; set; } = "5a4d0b0c5a17e5a4d0b0c5a17e5a4d0b";

    /// <summary>Id of the event provider; the CloudEvents `source` is `urn:uuid:` and this.</summary>
    public string ProviderId { get; set; } = "7d3c0b52-4f0e-4c58-9a53-5a4d0b0c5a17";

    /// <summary>How lively the shop is, in orders per minute.</summary>
    public double OrdersPerMinute { get; set; } = 12;

    /// <summary>The shop opens by itself once the console has answered the challenge.</summary>
    public bool AutoPlay { get; set; } = true;

    /// <summary>Adobe's waits between attempts are multiplied by this; 1 is Adobe's own pace.</summary>
    public double RetryTimeScale { get; set; } = 1;

    /// <summary>Deliver JSON arrays of up to 20 events instead of one event a request.</summary>
    public bool BatchDelivery { get; set; }

    /// <summary>Bearer token that the Commerce REST face asks for.</summary>
    public string CommerceToken { get; set; } = "sandbox-only-commerce-token";

    /// <summary>The four values of an OAuth 1.0a integration (spec 7.1) that the REST face also takes.</summary>
    public string OAuthConsumerKey { get; set; } = "sandboxonlyconsumerkey0000000001";

    /// <summary>See <see cref="OAuthConsumerKey"/>.</summary>
    public string OAuthConsumerSecret { get; set; } = "sandboxonlyconsumersecret0000001";

    /// <summary>See <see cref="OAuthConsumerKey"/>.</summary>
    public string OAuthAccessToken { get; set; } = "sandboxonlyaccesstoken0000000001";

    /// <summary>See <see cref="OAuthConsumerKey"/>.</summary>
    public string OAuthAccessTokenSecret { get; set; } = "sandboxonlytokensecret0000000001";

    /// <summary>Secret that goes with <see cref="ClientId"/> at the sandbox's IMS (spec 4.1).</summary>
    public string ImsClientSecret { get; set; } = "sandbox-only-ims-secret";

    /// <summary>IMS organisation that the SaaS-shaped REST face wants in `x-gw-ims-org-id`.</summary>
    public string ImsOrgId { get; set; } = "5A4D0B0C5A17E5A40A495C5A@AdobeOrg";

    /// <summary>How long an IMS token is good for, in seconds.</summary>
    public int ImsTokenSeconds { get; set; } = 86_399;

    /// <summary>Requests a second that Commerce takes on average before it answers 429; 0: as many as come.</summary>
    public double CommerceRequestsPerSecond { get; set; }

    /// <summary>Requests that Commerce takes at once where <see cref="CommerceRequestsPerSecond"/> is set.</summary>
    public int CommerceBurst { get; set; } = 20;

    /// <summary>Commerce's input limits, which are off at first there, too: 20 list items in a call, 5,000 in an asynchronous one (spec 7.2).</summary>
    public bool CommerceInputLimits { get; set; }

    /// <summary>How long after its call an asynchronous operation is done, in milliseconds.</summary>
    public int AsyncDelayMs { get; set; } = 500;

    /// <summary>Price calls emit product events. Commerce's own write past the product, so that nobody hears of them.</summary>
    public bool PriceWritesEmit { get; set; }

    /// <summary>The shop ships and refunds by itself; off where the ERP does.</summary>
    public bool ShopShips { get; set; } = true;

    /// <summary>The shop fills its stock up by itself; off where the ERP says what there is.</summary>
    public bool ShopRestocks { get; set; } = true;

    /// <summary>Orders that the shop and the ERP remember; older ones are forgotten.</summary>
    public int KeptOrders { get; set; } = 20_000;

    /// <summary>Customers that the shop remembers.</summary>
    public int KeptCustomers { get; set; } = 5_000;

    /// <summary>Articles on both sides beyond the story's own; they are called `CAT-000001` and so on.</summary>
    public int ExtraArticles { get; set; }

    /// <summary>Events that may wait for their first push; what comes above that is not pushed.</summary>
    public int EventQueue { get; set; } = 20_000;

    /// <summary>Key that the ERP's REST interface asks for in `X-ERP-Key`.</summary>
    public string ErpApiKey { get; set; } = "sandbox-only-erp-key";

    /// <summary>Secret of the console's destinations (`whsec_` and Base64). Without it signatures are not checked.</summary>
    public string? ErpSecret { get; set; }

    /// <summary>Number of the first order; 0 takes one from the clock, so that a restart does not use numbers again.</summary>
    public int FirstOrderNumber { get; set; }

    /// <summary>Seed of what happens in the shop: the same seed plays the same story.</summary>
    public int Seed { get; set; } = 20260504;

    /// <summary>Every setting that cannot work, each named with what it should be. Empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        void Check(bool holds, string name, string should)
        {
            if (!holds)
                errors.Add($"{Section}:{name} {should}");
        }

        Check(IsHttp(Url), nameof(Url), "must be an absolute http or https address.");
        Check(PublicUrl is null || IsHttp(PublicUrl), nameof(PublicUrl), "must be an absolute http or https address, or absent.");
        Check(IsHttp(ConsoleUrl), nameof(ConsoleUrl), "must be an absolute http or https address.");
        Check(!string.IsNullOrWhiteSpace(SourceSlug) && SourceSlug.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
            nameof(SourceSlug), "must hold letters, digits, '-' and '_' only.");
        Check(!string.IsNullOrWhiteSpace(ClientId), nameof(ClientId), "must not be empty.");
        Check(Guid.TryParse(ProviderId, out _), nameof(ProviderId), "must be a UUID.");
        Check(OrdersPerMinute is > 0 and <= 6000, nameof(OrdersPerMinute), "must be above 0 and at most 6000.");
        Check(RetryTimeScale is > 0 and <= 10, nameof(RetryTimeScale), "must be above 0 and at most 10.");
        Check(!string.IsNullOrWhiteSpace(CommerceToken), nameof(CommerceToken), "must not be empty.");
        Check(!string.IsNullOrWhiteSpace(ErpApiKey), nameof(ErpApiKey), "must not be empty.");
        Check(ImsTokenSeconds is > 0 and <= 86_400 * 30, nameof(ImsTokenSeconds), "must be between 1 and 2592000.");
        Check(CommerceRequestsPerSecond is >= 0 and <= 100_000, nameof(CommerceRequestsPerSecond), "must be between 0 and 100000.");
        Check(CommerceBurst is > 0 and <= 100_000, nameof(CommerceBurst), "must be between 1 and 100000.");
        Check(AsyncDelayMs is >= 0 and <= 120_000, nameof(AsyncDelayMs), "must be between 0 and 120000.");
        Check(KeptOrders is > 0 and <= 1_000_000, nameof(KeptOrders), "must be between 1 and 1000000.");
        Check(KeptCustomers is > 0 and <= 1_000_000, nameof(KeptCustomers), "must be between 1 and 1000000.");
        Check(ExtraArticles is >= 0 and <= Shop.Catalogue.MostArticles, nameof(ExtraArticles), $"must be between 0 and {Shop.Catalogue.MostArticles}.");
        Check(EventQueue is > 0 and <= 1_000_000, nameof(EventQueue), "must be between 1 and 1000000.");
        Check(ErpSecret is null || BackOffice.WebhookSignature.TryReadSecret(ErpSecret, out _),
            nameof(ErpSecret), "must be 'whsec_' followed by Base64, or absent.");
        Check(FirstOrderNumber is >= 0 and <= 900_000_000, nameof(FirstOrderNumber), "must be between 0 and 900000000.");
        return errors;
    }

    /// <exception cref="OptionsValidationException">One or more settings cannot work; all of them are named.</exception>
    internal void ThrowIfInvalid()
    {
        var errors = Validate();
        if (errors.Count > 0)
            throw new OptionsValidationException(Section, typeof(SandboxOptions), errors);
    }

    private static bool IsHttp(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
