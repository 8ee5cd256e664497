using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>How things about destinations are called on screens.</summary>
public static class DestinationWords
{
    /// <summary>Every kind, <see cref="DestinationKind.Other"/> last.</summary>
    public static IReadOnlyList<(DestinationKind Value, string Text)> Kinds { get; } =
    [
        (DestinationKind.Erp, "ERP: enterprise resource planning"),
        (DestinationKind.Oms, "OMS: order management"),
        (DestinationKind.Wms, "WMS: warehouse"),
        (DestinationKind.Pim, "PIM: product information"),
        (DestinationKind.Crm, "CRM: customer relations"),
        (DestinationKind.Search, "Search index or marketplace"),
        (DestinationKind.Marketing, "E-mail marketing"),
        (DestinationKind.Bi, "BI: business intelligence"),
        (DestinationKind.Other, "Something else"),
    ];

    /// <summary>A kind in a word.</summary>
    public static string Short(DestinationKind kind) => kind switch
    {
        DestinationKind.Search or DestinationKind.Marketing or DestinationKind.Other => kind.ToString(),
        _ => kind.ToString().ToUpperInvariant(),
    };

    /// <summary>The address without its query, which may hold a key.</summary>
    public static string Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Path) : url;

    /// <summary>What the limits mean: "Tried up to 12 times ... given up after about 9 hours."</summary>
    public static string Retries(int attempts, int firstSeconds, int longestSeconds)
    {
        if (attempts <= 1)
            return "Tried once and then given up.";
        var total = 0.0;
        for (var retry = 0; retry < attempts - 1; retry++)
            total += Math.Min(firstSeconds * Math.Pow(2, retry), longestSeconds);
        return $"Tried up to {attempts} times: again after {DurationText.Of(TimeSpan.FromSeconds(firstSeconds))}, then each time after twice as long, "
            + $"{DurationText.Of(TimeSpan.FromSeconds(longestSeconds))} at most. Given up after about {DurationText.Of(TimeSpan.FromSeconds(total))}.";
    }
}
