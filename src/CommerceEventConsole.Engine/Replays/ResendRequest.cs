using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>What a person asks to be sent again.</summary>
/// <param name="Scope">Which deliveries; frozen where they were counted before.</param>
/// <param name="Options">How.</param>
/// <param name="Estimated">How many deliveries the scope has, as counted.</param>
/// <param name="Reason">Why, at most 500 characters; null or blank for nothing said.</param>
/// <param name="Title">What people see in lists; null to name the scope.</param>
public sealed record ResendRequest(DeliveryScope Scope, ResendOptions Options, int Estimated, string? Reason = null, string? Title = null)
{
    /// <summary>The longest reason.</summary>
    public const int MaxReason = 500;

    /// <summary>Why it cannot be started; null where it can.</summary>
    public string? Problem() =>
        Reason?.Trim().Length > MaxReason ? $"The reason may have {MaxReason} characters." : Options.Problem();
}

/// <summary>A scope in a few words.</summary>
internal static class ScopeTitle
{
    /// <summary>The words, such as "Failed deliveries to ERP".</summary>
    public static async Task<string> OfAsync(ConsoleDbContext db, DeliveryScope scope, CancellationToken cancellationToken)
    {
        var what = await WhatAsync(db, scope, cancellationToken).ConfigureAwait(false);
        var to = scope.DestinationId is { } id
            ? await db.Destinations.Where(d => d.Id == id).Select(d => d.Name).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            : null;
        return to is null ? what : $"{what} to {to}";
    }

    private static async Task<string> WhatAsync(ConsoleDbContext db, DeliveryScope scope, CancellationToken cancellationToken)
    {
        if (scope.Ids.Count > 0)
            return scope.Ids.Count == 1 ? "One delivery" : string.Create(CultureInfo.InvariantCulture, $"{scope.Ids.Count:N0} selected deliveries");
        if (scope.FailureGroupId is { } group)
        {
            var message = await db.FailureGroups.Where(g => g.Id == group).Select(g => g.Message).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            return message is null ? "A group of failures" : $"Failures: {message}";
        }

        if (scope.AfterSeq is { } after) return string.Create(CultureInfo.InvariantCulture, $"Everything since event {after + 1}");
        if (scope.Events is { } filter) return OfEvents(filter);
        var states = scope.States.Count == 0 ? "Failed, retrying and held" : Join(scope.States);
        var about = scope.Entity is { } entity ? $" about {entity}" : scope.EventType is { } type ? $" of {type}" : "";
        return $"{states} deliveries{about}";
    }

    private static string OfEvents(EventFilter filter)
    {
        if (filter.IsEmpty) return "All deliveries";
        var text = "Deliveries of events";
        if (filter.Types.Count > 0 || filter.Category is not null || filter.Sources.Count > 0) text = "Deliveries of selected events";
        if (filter.Entity is { } entity) text += $" about {entity}";
        if (filter.From is { } from) text += string.Create(CultureInfo.InvariantCulture, $" from {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (filter.To is { } to) text += string.Create(CultureInfo.InvariantCulture, $" before {to.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return filter.Outcome is { } outcome ? $"{text}, {outcome.ToString().ToLowerInvariant()}" : text;
    }

    private static string Join(IReadOnlyList<DeliveryState> states)
    {
        var words = string.Join(" and ", states.Select(s => s.ToString().ToLowerInvariant()));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
