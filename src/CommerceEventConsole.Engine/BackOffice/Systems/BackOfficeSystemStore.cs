using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>Reads and changes the back-office systems. Changes are audited; secrets are stored encrypted and never handed back.</summary>
public sealed class BackOfficeSystemStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly ISecretProtector _secrets;
    private readonly IOptions<BackOfficeOptions> _options;

    internal BackOfficeSystemStore(
        IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, ISecretProtector secrets, IOptions<BackOfficeOptions> options)
    {
        _factory = factory;
        _writer = writer;
        _secrets = secrets;
        _options = options;
    }

    /// <summary>Every system by name; at most 50.</summary>
    public async Task<IReadOnlyList<BackOfficeSystem>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.BackOfficeSystems.AsNoTracking().OrderBy(s => s.Name).Take(BackOfficeSystemRules.MaxSystems).ToListAsync(cancellationToken);
    }

    /// <summary>One system; null where there is none.</summary>
    public async Task<BackOfficeSystem?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.BackOfficeSystems.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>Connects a system.</summary>
    public Task<ChangeResult<BackOfficeSystem>> CreateAsync(BackOfficeSystemDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, stored: null, token), cancellationToken);

    /// <summary>Changes a system that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<BackOfficeSystem>> UpdateAsync(
        int id, long version, BackOfficeSystemDraft draft, string who, CancellationToken cancellationToken) => _writer.EditAsync(
        who, context => context.BackOfficeSystems.Where(s => s.Id == id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken);

    /// <summary>Forgets a system and its secrets. In the system nothing changes.</summary>
    public Task<ChangeResult<BackOfficeSystem>> DeleteAsync(int id, string who, CancellationToken cancellationToken) => _writer.EditAsync(
        who,
        context => context.BackOfficeSystems.Where(s => s.Id == id),
        seenVersion: null,
        (change, row, _) =>
        {
            change.Context.BackOfficeSystems.Remove(row);
            change.Record("system.deleted", Subject(row), Describe(row, before: null), after: null);
            return Task.FromResult(ChangeResult<BackOfficeSystem>.Changed(null));
        },
        cancellationToken);

    /// <summary>Makes or changes a system within a change that does more than that.</summary>
    internal async Task<ChangeResult<BackOfficeSystem>> SaveAsync(
        ConfigurationChange change, BackOfficeSystemDraft typed, BackOfficeSystem? stored, CancellationToken cancellationToken)
    {
        var draft = typed with { Name = typed.Name.Trim(), Connection = typed.Connection.Trim(), Records = typed.Records.Trim() };
        var id = stored?.Id ?? 0;
        var others = await change.Context.BackOfficeSystems.AsNoTracking().Where(s => s.Id != id).ToListAsync(cancellationToken);
        var problems = BackOfficeSystemRules.Check(draft, stored, others, _options.Value);
        if (draft.DestinationId is { } destination && !await change.Context.Destinations.AnyAsync(d => d.Id == destination, cancellationToken))
            problems.Add("destinationId", "This destination is not there any more. Choose another one, or none.");
        if (problems.Count > 0)
            return ChangeResult<BackOfficeSystem>.Invalid(problems);

        var secrets = stored?.Secrets() ?? new Dictionary<SystemSecret, string>();
        var before = stored is null ? null : Describe(stored, secrets);
        var row = stored ?? new BackOfficeSystem { Name = draft.Name, Connection = draft.Connection, Records = draft.Records };
        Fill(row, draft, secrets);
        if (stored is null)
            change.Context.BackOfficeSystems.Add(row);
        else if (change.Context.Entry(row).State == EntityState.Unchanged)
            return ChangeResult<BackOfficeSystem>.Unchanged(row);
        change.Stamp(row);
        change.Record(stored is null ? "system.created" : "system.changed", Subject(row), before, Describe(row, stored is null ? null : secrets));
        return ChangeResult<BackOfficeSystem>.Changed(row);
    }

    // What another way of signing in left behind is forgotten. The JSON stays as it was while it says the same, so that nothing changes by saving.
    private void Fill(BackOfficeSystem row, BackOfficeSystemDraft draft, IReadOnlyDictionary<SystemSecret, string> stored)
    {
        var next = new SortedDictionary<SystemSecret, string>();
        foreach (var secret in BackOfficeSystemRules.SecretsOf(draft.Connector, draft.Connection))
        {
            var kept = SecretField.Next(_secrets, SecretPurpose.BackOfficeSecret, stored.GetValueOrDefault(secret), draft.Secrets.GetValueOrDefault(secret));
            if (kept is not null)
                next[secret] = kept;
        }

        if (next.Count != stored.Count || next.Any(s => stored.GetValueOrDefault(s.Key) != s.Value))
            row.ProtectedSecrets = SystemJson.WriteSecrets(new Dictionary<SystemSecret, string>(next));
        row.Name = draft.Name;
        row.Connector = draft.Connector;
        row.Connection = draft.Connection;
        row.Records = draft.Records;
        row.AllowPrivateAddress = draft.AllowPrivateAddress;
        row.RequestsPerMinute = draft.RequestsPerMinute;
        row.MaxParallel = draft.MaxParallel;
        row.DestinationId = draft.DestinationId;
        row.Enabled = draft.Enabled;
    }

    private static string Describe(BackOfficeSystem row, IReadOnlyDictionary<SystemSecret, string>? before) => AuditJson.Write(new
    {
        row.Name,
        row.Connector,
        row.Connection,
        row.Records,
        row.AllowPrivateAddress,
        row.RequestsPerMinute,
        row.MaxParallel,
        row.DestinationId,
        row.Enabled,
        Secrets = row.Secrets().OrderBy(s => s.Key).ToDictionary(
            s => s.Key.ToString(),
            s => AuditJson.Secret(s.Value, before is not null && before.GetValueOrDefault(s.Key) != s.Value),
            StringComparer.Ordinal),
    });

    private static string Subject(BackOfficeSystem row) => $"Back-office system {row.Name}";
}
