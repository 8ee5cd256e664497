using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Components.Commerce;

/// <summary>How things about Commerce are called on screens.</summary>
internal static class CommerceWords
{
    /// <summary>What has to be run in Commerce after a plugin event is subscribed to on PaaS (spec 6.11).</summary>
    public const string GenerateModule = "bin/magento events:generate:module";

    private const int MostNamed = 4;

    /// <summary>The editions.</summary>
    public static IReadOnlyList<(CommerceKind Value, string Text)> Kinds { get; } =
    [
        (CommerceKind.PaaS, "Adobe Commerce on premises or on cloud infrastructure (PaaS)"),
        (CommerceKind.SaaS, "Adobe Commerce as a Cloud Service (SaaS)"),
    ];

    /// <summary>The ways to sign in.</summary>
    public static IReadOnlyList<(CommerceAuthentication Value, string Text)> Authentications { get; } =
    [
        (CommerceAuthentication.IntegrationToken, "Access token of an integration"),
        (CommerceAuthentication.OAuth1, "All four values of an integration (OAuth 1.0a)"),
        (CommerceAuthentication.Ims, "Adobe sign-in (IMS): client ID and client secret"),
    ];

    /// <summary>A secret as Commerce and Adobe call it.</summary>
    public static string Of(CommerceSecret secret) => secret switch
    {
        CommerceSecret.AccessToken => "Access token",
        CommerceSecret.ConsumerKey => "Consumer key",
        CommerceSecret.ConsumerSecret => "Consumer secret",
        CommerceSecret.AccessTokenSecret => "Access token secret",
        _ => "Client secret",
    };

    /// <summary>What calls were made for.</summary>
    public static string Of(CommercePurpose purpose) => purpose switch
    {
        CommercePurpose.Enrich => "What events lacked",
        CommercePurpose.WriteBack => "What was written back",
        CommercePurpose.Resync => "Comparisons",
        _ => "Event subscriptions and checks",
    };

    /// <summary>A state in a word.</summary>
    public static string Of(DriftState state) => state switch
    {
        DriftState.OnlyHere => "only here",
        DriftState.OnlyThere => "only in Commerce",
        DriftState.Different => "different",
        _ => "the same",
    };

    /// <summary>What a subscription in Commerce does: "12 fields, only if state is processing".</summary>
    public static string Of(CommerceSubscription there)
    {
        var parts = new List<string>
        {
            there.Fields.Count == 0 || there.Fields.Any(f => f.Name == "*") ? "everything" : there.Fields.Count == 1 ? "1 field" : $"{there.Fields.Count} fields",
        };
        if (there.Rules.Count > 0)
            parts.Add("only if " + string.Join(" and ", there.Rules.Select(DriftDifference.Words)));
        if (there.Priority)
            parts.Add("at once");
        return string.Join(", ", parts);
    }

    /// <summary>What an item differs in, in few sentences: many fields of one sort are counted.</summary>
    public static IReadOnlyList<string> Summary(DriftItem item) => item.State switch
    {
        DriftState.OnlyHere => ["Commerce is not subscribed: it sends nothing of this event."],
        DriftState.OnlyThere => ["Commerce sends it, but no published subscription here asks for it."],
        _ =>
        [
            .. Fields(item, DriftAspect.FieldMissing, d => d.Here, "Commerce does not send", "."),
            .. Fields(item, DriftAspect.FieldExtra, d => d.There, "Commerce also sends", ", not needed here."),
            .. item.Differences.Where(d => d.Aspect is not (DriftAspect.FieldMissing or DriftAspect.FieldExtra)).Select(d => d.Text),
        ],
    };

    /// <summary>"1 change", "3 changes".</summary>
    public static string Changes(int count) => count == 1 ? "1 change" : $"{count} changes";

    private static IEnumerable<string> Fields(DriftItem item, DriftAspect aspect, Func<DriftDifference, string> name, string start, string end)
    {
        var names = item.Differences.Where(d => d.Aspect == aspect).Select(name).ToList();
        if (names.Count == 0)
            return [];
        if (names is ["*"])
            return [item.Differences.First(d => d.Aspect == aspect).Text];
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        return [$"{start} {string.Join(", ", names.Take(MostNamed))}{more}{end}"];
    }
}
