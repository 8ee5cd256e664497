using System.Globalization;
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

    /// <summary>Every way that waits grow.</summary>
    public static IReadOnlyList<(RetryCurve Value, string Text)> Curves { get; } =
    [
        (RetryCurve.Exponential, "Twice as long each time"),
        (RetryCurve.Linear, "Longer by the first wait each time"),
        (RetryCurve.Constant, "Always the same"),
    ];

    /// <summary>What the limits mean: "Tried up to 12 times ... given up after about 9 hours."</summary>
    public static string Retries(int attempts, int firstSeconds, int longestSeconds, RetryCurve curve = RetryCurve.Exponential, int maxAgeHours = 0)
    {
        if (attempts <= 1)
            return "Tried once and then given up.";
        var total = 0.0;
        for (var retry = 1; retry < attempts; retry++)
            total += Math.Min(Wait(firstSeconds, retry, curve), longestSeconds);
        var first = DurationText.Of(TimeSpan.FromSeconds(firstSeconds));
        var longest = DurationText.Of(TimeSpan.FromSeconds(longestSeconds));
        var waits = curve switch
        {
            RetryCurve.Constant => $"each time after {(firstSeconds < longestSeconds ? first : longest)}.",
            RetryCurve.Linear => $"again after {first}, then each time after {first} more, {longest} at most.",
            _ => $"again after {first}, then each time after twice as long, {longest} at most.",
        };
        var end = maxAgeHours > 0 && maxAgeHours * 3600.0 < total ? TimeSpan.FromHours(maxAgeHours) : TimeSpan.FromSeconds(total);
        return $"Tried up to {attempts} times: {waits} Given up after about {DurationText.Of(end)}.";
    }

    /// <summary>Why a destination is unreachable and what that means: "ERP ... no connection. 1,204 deliveries are held. Next check in 20 seconds."</summary>
    /// <param name="outage">Its circuit.</param>
    /// <param name="held">Deliveries that wait for it.</param>
    /// <param name="now">The time.</param>
    public static string Outage(DestinationHealth outage, long held, DateTimeOffset now)
    {
        var reason = string.IsNullOrEmpty(outage.Reason) ? "" : outage.Reason.TrimEnd('.') + ". ";
        var count = held switch
        {
            0 => "Nothing waits for it yet.",
            1 => "1 delivery is held.",
            _ => $"{held.ToString("N0", CultureInfo.InvariantCulture)} deliveries are held.",
        };
        return $"{reason}{count} {NextCheck(outage, now)}";
    }

    /// <summary>What the last check met where that differs from why it became unreachable; null otherwise.</summary>
    public static string? LastCheck(DestinationHealth outage) =>
        outage.ProbeError is { Length: > 0 } error && !string.Equals(error, outage.Reason, StringComparison.Ordinal) ? $"Last check: {error.TrimEnd('.')}." : null;

    private static string NextCheck(DestinationHealth outage, DateTimeOffset now)
    {
        var wait = outage.NextProbeAt - now;
        return wait > TimeSpan.Zero && outage.ProbeOwner is null
            ? $"Next check in {DurationText.Of(TimeSpan.FromSeconds(Math.Ceiling(wait.Value.TotalSeconds)))}."
            : "It is being checked.";
    }

    private static double Wait(int firstSeconds, int retry, RetryCurve curve) => curve switch
    {
        RetryCurve.Constant => firstSeconds,
        RetryCurve.Linear => (double)firstSeconds * retry,
        _ => firstSeconds * Math.Pow(2, retry - 1),
    };
}
