using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>Reads and changes the Commerce instances. Changes are audited; secrets are stored encrypted and never handed back.</summary>
public sealed class CommerceInstanceStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly ISecretProtector _secrets;

    internal CommerceInstanceStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, ISecretProtector secrets)
    {
        _factory = factory;
        _writer = writer;
        _secrets = secrets;
    }

    /// <summary>Every instance by name; at most 20.</summary>
    public async Task<IReadOnlyList<CommerceInstance>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        var instances = await CommerceInstanceDocument.ReadAsync(context, cancellationToken);
        return [.. instances.OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One instance; null where there is none.</summary>
    public async Task<CommerceInstance?> GetAsync(int id, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).SingleOrDefault(i => i.Id == id);

    /// <summary>Connects an instance.</summary>
    public Task<ChangeResult<CommerceInstance>> CreateAsync(CommerceInstanceDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, id: null, seenVersion: null, token), cancellationToken);

    /// <summary>Changes an instance that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<CommerceInstance>> UpdateAsync(
        int id, long version, CommerceInstanceDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, id, version, token), cancellationToken);

    /// <summary>Forgets an instance and its secrets. In Commerce nothing changes.</summary>
    public Task<ChangeResult<CommerceInstance>> DeleteAsync(int id, string who, CancellationToken cancellationToken) => _writer.ChangeAsync(
        who,
        async (change, token) =>
        {
            var instances = await CommerceInstanceDocument.ReadAsync(change.Context, token);
            if (instances.Find(i => i.Id == id) is not { } row)
                return ChangeResult<CommerceInstance>.NotFound();
            instances.Remove(row);
            await CommerceInstanceDocument.WriteAsync(change.Context, instances, token);
            change.Record("commerce.disconnected", Subject(row), Describe(row, row), after: null);
            return ChangeResult<CommerceInstance>.Changed(row);
        },
        cancellationToken);

    /// <summary>Makes or changes an instance within a change that does more than that.</summary>
    internal async Task<ChangeResult<CommerceInstance>> SaveAsync(
        ConfigurationChange change, CommerceInstanceDraft typed, int? id, long? seenVersion, CancellationToken cancellationToken)
    {
        var instances = await CommerceInstanceDocument.ReadAsync(change.Context, cancellationToken);
        var stored = instances.Find(i => i.Id == id);
        if (id is not null && stored is null)
            return ChangeResult<CommerceInstance>.NotFound();
        if (stored is not null && stored.Version != seenVersion)
            return ChangeResult<CommerceInstance>.Conflict(stored, stored.ChangedBy);

        var draft = Trim(typed);
        var sources = draft.Sources.Count == 0 ? [] : await change.Context.Sources.Select(s => s.Slug).ToListAsync(cancellationToken);
        var problems = CommerceInstanceRules.Check(draft, stored, [.. instances.Where(i => i != stored)], sources);
        if (problems.Count > 0)
            return ChangeResult<CommerceInstance>.Invalid(problems);

        var row = ToRow(draft, stored, stored?.Id ?? await NewIdAsync(change, instances, cancellationToken));
        var (before, after) = (stored is null ? null : Describe(stored, stored), Describe(row, stored));
        if (before == after)
            return ChangeResult<CommerceInstance>.Unchanged(stored);
        if (stored is not null)
            instances.Remove(stored);
        instances.Add(row);
        change.Stamp(row);
        await CommerceInstanceDocument.WriteAsync(change.Context, instances, cancellationToken);
        change.Record(stored is null ? "commerce.connected" : "commerce.changed", Subject(row), before, after);
        return ChangeResult<CommerceInstance>.Changed(row);
    }

    // The version of the configuration is never given twice, and so no id is. A change that makes several takes a version for each.
    private static async Task<int> NewIdAsync(ConfigurationChange change, List<CommerceInstance> instances, CancellationToken cancellationToken)
    {
        var version = change.Version;
        if (instances.Exists(i => i.Id == version))
        {
            var counter = change.Context.Counters.Where(c => c.Name == Counter.Configuration);
            await counter.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken);
            version = await counter.Select(c => c.Value).SingleAsync(cancellationToken);
        }

        return checked((int)version);
    }

    private static CommerceInstanceDraft Trim(CommerceInstanceDraft draft) => draft with
    {
        Name = draft.Name.Trim(),
        BaseUrl = draft.BaseUrl.Trim().TrimEnd('/'),
        PathPrefix = draft.PathPrefix.Trim().Trim('/') is { Length: > 0 } prefix ? prefix : CommerceInstanceDraft.UsualPrefix(draft.Kind),
        ClientId = draft.ClientId?.Trim(),
        OrganizationId = draft.OrganizationId?.Trim(),
        ImsUrl = draft.ImsUrl?.Trim().TrimEnd('/') is { Length: > 0 } ims ? ims : CommerceInstanceDraft.AdobeIms,
        Sources = [.. draft.Sources.Select(s => s.Trim()).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Secrets = draft.Secrets.ToDictionary(s => s.Key, s => s.Value?.Trim()),
    };

    // What another way of signing in left behind is forgotten.
    private CommerceInstance ToRow(CommerceInstanceDraft draft, CommerceInstance? stored, int id)
    {
        var secrets = new Dictionary<CommerceSecret, string>();
        foreach (var secret in CommerceInstance.SecretsOf(draft.Authentication))
        {
            var next = SecretField.Next(
                _secrets, SecretPurpose.CommerceSecret, stored?.ProtectedSecrets.GetValueOrDefault(secret), draft.Secrets.GetValueOrDefault(secret));
            if (next is not null)
                secrets[secret] = next;
        }

        var usesIms = draft.Authentication == CommerceAuthentication.Ims;
        return new CommerceInstance
        {
            Id = id,
            Name = draft.Name,
            Kind = draft.Kind,
            BaseUrl = draft.BaseUrl,
            PathPrefix = draft.PathPrefix,
            AllowPrivateAddress = draft.AllowPrivateAddress,
            Authentication = draft.Authentication,
            ClientId = usesIms ? draft.ClientId : null,
            OrganizationId = usesIms ? draft.OrganizationId : null,
            ImsUrl = usesIms ? draft.ImsUrl : null,
            CallsPerMinute = draft.CallsPerMinute,
            ParallelCalls = draft.ParallelCalls,
            Sources = draft.Sources,
            ProtectedSecrets = secrets,
        };
    }

    private static string Describe(CommerceInstance row, CommerceInstance? before) => AuditJson.Write(new
    {
        row.Name,
        row.Kind,
        row.BaseUrl,
        row.PathPrefix,
        row.AllowPrivateAddress,
        row.Authentication,
        row.ClientId,
        row.OrganizationId,
        row.ImsUrl,
        row.CallsPerMinute,
        row.ParallelCalls,
        Sources = string.Join(", ", row.Sources),
        Secrets = row.ProtectedSecrets.OrderBy(s => s.Key).ToDictionary(
            s => s.Key.ToString(),
            s => AuditJson.Secret(s.Value, before is not null && before.ProtectedSecrets.GetValueOrDefault(s.Key) != s.Value),
            StringComparer.Ordinal),
    });

    private static string Subject(CommerceInstance row) => $"Commerce instance {row.Name}";
}
