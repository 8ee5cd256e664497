using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Channels;

/// <summary>Reads and changes channels. Changes are audited; secrets are stored encrypted and never handed back.</summary>
public sealed class AlertChannelStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly ISecretProtector _secrets;

    internal AlertChannelStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, ISecretProtector secrets)
    {
        _factory = factory;
        _writer = writer;
        _secrets = secrets;
    }

    /// <summary>Every channel by name; at most 20.</summary>
    public async Task<IReadOnlyList<AlertChannel>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.AlertChannels.AsNoTracking().OrderBy(c => c.Name).Take(AlertChannelChecks.MaxChannels).ToListAsync(cancellationToken);
    }

    /// <summary>One channel; null where there is none.</summary>
    public async Task<AlertChannel?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.AlertChannels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
    }

    /// <summary>Makes a channel.</summary>
    public Task<ChangeResult<AlertChannel>> CreateAsync(AlertChannelDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, stored: null, token), cancellationToken);

    /// <summary>Changes a channel that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<AlertChannel>> UpdateAsync(int id, long version, AlertChannelDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who, context => context.AlertChannels.Where(c => c.Id == id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken);

    /// <summary>Deletes a channel that no rule names; refused with their names where some do.</summary>
    public Task<ChangeResult<AlertChannel>> DeleteAsync(int id, string who, CancellationToken cancellationToken) => _writer.EditAsync(
        who,
        context => context.AlertChannels.Where(c => c.Id == id),
        seenVersion: null,
        async (change, row, token) =>
        {
            var rules = await change.Context.AlertRules.AsNoTracking().OrderBy(r => r.Name).ToListAsync(token);
            var users = rules.Where(r => r.ChannelList().Contains(id)).Select(r => $"“{r.Name}”").ToList();
            if (users.Count > 0)
                return ChangeResult<AlertChannel>.InUse($"Used by {string.Join(", ", users.Take(3))}{(users.Count > 3 ? $" and {users.Count - 3} more" : "")}. Take it out of the rules first, or switch it off.");
            await change.Context.AlertNotices.Where(n => n.ChannelId == id && n.State == NoticeState.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NoticeState.Dropped), token);
            change.Context.AlertChannels.Remove(row);
            change.Record("alert-channel.deleted", Subject(row), Describe(row), after: null);
            return ChangeResult<AlertChannel>.Changed(null);
        },
        cancellationToken);

    private async Task<ChangeResult<AlertChannel>> SaveAsync(
        ConfigurationChange change, AlertChannelDraft typed, AlertChannel? stored, CancellationToken cancellationToken)
    {
        var draft = Trim(typed);
        var id = stored?.Id ?? 0;
        var others = await change.Context.AlertChannels.AsNoTracking().Where(c => c.Id != id).ToListAsync(cancellationToken);
        var problems = AlertChannelChecks.Check(draft, stored, others);
        if (problems.Count > 0)
            return ChangeResult<AlertChannel>.Invalid(problems);
        var (before, secret) = (stored is null ? null : Describe(stored), stored?.ProtectedSecret);
        var row = stored ?? new AlertChannel { Name = draft.Name };
        Fill(row, draft);
        if (stored is null)
            change.Context.AlertChannels.Add(row);
        else if (change.Context.Entry(row).State == EntityState.Unchanged)
            return ChangeResult<AlertChannel>.Unchanged(row);
        change.Stamp(row);
        var after = Describe(row, stored is not null && row.ProtectedSecret != secret);
        change.Record(stored is null ? "alert-channel.created" : "alert-channel.changed", Subject(row), before, after);
        return ChangeResult<AlertChannel>.Changed(row);
    }

    private static AlertChannelDraft Trim(AlertChannelDraft draft) => draft with
    {
        Name = draft.Name.Trim(),
        Host = draft.Host.Trim(),
        UserName = draft.UserName.Trim(),
        From = draft.From.Trim(),
        Url = draft.Url.Trim(),
        TimeZone = draft.TimeZone.Trim(),
    };

    // What another kind left behind is forgotten, its secret first of all.
    private void Fill(AlertChannel row, AlertChannelDraft draft)
    {
        var isMail = draft.Kind == AlertChannelKind.Mail;
        var kept = row.Kind == draft.Kind ? row.ProtectedSecret : null;
        var needsNone = isMail && draft.UserName.Length == 0;
        row.ProtectedSecret = SecretField.Next(_secrets, SecretPurpose.AlertSecret, kept, needsNone ? "" : draft.Secret);
        row.Name = draft.Name;
        row.Kind = draft.Kind;
        row.Enabled = draft.Enabled;
        row.Host = isMail ? draft.Host : null;
        row.Port = isMail ? draft.Port : 0;
        row.UsesTls = isMail && draft.UsesTls;
        row.UserName = isMail && draft.UserName.Length > 0 ? draft.UserName : null;
        row.From = isMail ? draft.From : null;
        row.To = isMail ? string.Join(", ", AlertChannelChecks.Recipients(draft.To)) : null;
        row.Url = isMail ? null : draft.Url;
        row.AllowPrivateAddress = !isMail && draft.AllowPrivateAddress;
        row.QuietFrom = AlertChannelChecks.Minute(draft.QuietFrom);
        row.QuietTo = AlertChannelChecks.Minute(draft.QuietTo);
        row.TimeZone = draft.TimeZone;
        row.CriticalAnyTime = draft.CriticalAnyTime;
    }

    private static string Describe(AlertChannel row, bool secretChanged = false) => AuditJson.Write(new
    {
        row.Name,
        row.Kind,
        row.Enabled,
        row.Host,
        row.Port,
        row.UsesTls,
        row.UserName,
        row.From,
        row.To,
        Url = row.Url is null ? null : AuditJson.Address(row.Url),
        row.AllowPrivateAddress,
        Secret = AuditJson.Secret(row.ProtectedSecret, secretChanged),
        row.QuietFrom,
        row.QuietTo,
        row.TimeZone,
        row.CriticalAnyTime,
    });

    private static string Subject(AlertChannel row) => $"Alert channel {row.Name}";
}
