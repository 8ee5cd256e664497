using System.Globalization;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>What people write about a failure group.</summary>
/// <param name="Owner">Who looks after it; empty for nobody.</param>
/// <param name="Note">What they wrote; empty for nothing.</param>
/// <param name="TicketUrl">Where the ticket is: an http or https address; empty for none.</param>
public sealed record FailureGroupNotes(string? Owner, string? Note, string? TicketUrl);

/// <summary>
/// What people do with failure groups. Each change is one transaction with the audit entry that names who asked, and is made only where
/// nobody changed the group since the person looked at it. None touches a delivery.
/// </summary>
public sealed class FailureGroupStore(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    private const int MaxOwner = 256;
    private const int MaxNote = 2_000;
    private const int MaxUrl = 2_000;
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(366);

    /// <summary>Raised after each change, on any thread: a handler sets a flag and returns.</summary>
    public event Action? Changed;

    /// <summary>Says that <paramref name="who"/> looks after it; null, or why not.</summary>
    /// <param name="id">The group.</param>
    /// <param name="version">Its version as the person saw it.</param>
    /// <param name="who">The person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string?> AcknowledgeAsync(int id, int version, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, version, who, "failures.acknowledged", g => (g.State, g.Owner, g.SnoozedUntil) = (FailureGroupState.Acknowledged, who, null), cancellationToken);

    /// <summary>Takes it out of sight until a time, at most a year ahead; null, or why not.</summary>
    public Task<string?> SnoozeAsync(int id, int version, DateTimeOffset until, string who, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (until <= now)
            return Task.FromResult<string?>("Choose a time that is still to come.");
        if (until - now > LongestSnooze)
            return Task.FromResult<string?>("Choose a time within a year.");
        return ChangeAsync(
            id, version, who, "failures.snoozed", g => (g.State, g.SnoozedUntil) = (FailureGroupState.Snoozed, until.ToStorePrecision()), cancellationToken);
    }

    /// <summary>Says that it is settled: the next failure opens it again; null, or why not.</summary>
    public Task<string?> ResolveAsync(int id, int version, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, version, who, "failures.resolved", g => (g.State, g.SnoozedUntil) = (FailureGroupState.Resolved, null), cancellationToken);

    /// <summary>Opens it again; null, or why not.</summary>
    public Task<string?> ReopenAsync(int id, int version, string who, CancellationToken cancellationToken) => ChangeAsync(
        id,
        version,
        who,
        "failures.reopened",
        g => (g.State, g.SnoozedUntil, g.OpenedAt) = (FailureGroupState.Open, null, time.Now()),
        cancellationToken);

    /// <summary>Writes owner, note and ticket; null, or why not.</summary>
    public Task<string?> WriteAsync(int id, int version, FailureGroupNotes notes, string who, CancellationToken cancellationToken)
    {
        var (owner, note, ticket) = (Trim(notes.Owner), Trim(notes.Note), Trim(notes.TicketUrl));
        if (owner?.Length > MaxOwner)
            return Task.FromResult<string?>($"The owner is longer than {MaxOwner} characters.");
        if (note?.Length > MaxNote)
            return Task.FromResult<string?>("The note is longer than 2,000 characters.");
        if (ticket is not null && !IsWebAddress(ticket))
            return Task.FromResult<string?>("The ticket must be a web address that begins with http:// or https://.");
        return ChangeAsync(id, version, who, "failures.noted", g => (g.Owner, g.Note, g.TicketUrl) = (owner, note, ticket), cancellationToken);
    }

    private static bool IsWebAddress(string text) =>
        text.Length <= MaxUrl && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0 && url.UserInfo.Length == 0;

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<string?> ChangeAsync(
        int id, int version, string who, string action, Action<FailureGroup> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        var problem = await contexts.InTransactionAsync(
            (db, token) => TryChangeAsync(db, id, version, who, action, change, token), cancellationToken).ConfigureAwait(false);
        if (problem is null)
            Changed?.Invoke();
        return problem;
    }

    private async Task<string?> TryChangeAsync(
        ConsoleDbContext db, int id, int version, string who, string action, Action<FailureGroup> change, CancellationToken cancellationToken)
    {
        // Raised first: its row is locked then, and what is read of it holds until the commit.
        var taken = await db.FailureGroups.Where(g => g.Id == id && g.Version == version)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.Version, version + 1), cancellationToken).ConfigureAwait(false);
        if (taken == 0)
            return "Somebody changed this group meanwhile, or it came back. Look at what it says now, and try again.";
        var group = await db.FailureGroups.AsNoTracking().SingleAsync(g => g.Id == id, cancellationToken).ConfigureAwait(false);
        var before = Describe(group);
        change(group);
        await db.FailureGroups.Where(g => g.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(g => g.State, group.State)
                .SetProperty(g => g.SnoozedUntil, group.SnoozedUntil)
                .SetProperty(g => g.OpenedAt, group.OpenedAt)
                .SetProperty(g => g.Owner, group.Owner)
                .SetProperty(g => g.Note, group.Note)
                .SetProperty(g => g.TicketUrl, group.TicketUrl),
            cancellationToken).ConfigureAwait(false);
        db.AuditEntries.Add(new AuditEntry
        {
            At = time.Now(),
            Who = who,
            Action = action,
            Subject = Subject(group),
            Before = before,
            After = Describe(group),
        });
        return null;
    }

    private static string Subject(FailureGroup group)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"failure group {group.Id}: {group.StatusCode} {group.Message}");
        return subject.Length <= 300 ? subject : subject[..300];
    }

    private static string Describe(FailureGroup group) => AuditJson.Write(new
    {
        state = group.State, snoozedUntil = group.SnoozedUntil, owner = group.Owner, note = group.Note, ticket = group.TicketUrl,
    });
}
