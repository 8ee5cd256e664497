using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Sources;

/// <summary>Reads and changes sources. Changes are audited and in force on this node when the call returns.</summary>
public sealed class SourceStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly SourceEditor _editor;

    internal SourceStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, SourceEditor editor)
    {
        _factory = factory;
        _writer = writer;
        _editor = editor;
    }

    /// <summary>Every source by name. The console holds at most 1,000.</summary>
    public async Task<IReadOnlyList<Source>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.Sources.AsNoTracking().OrderBy(s => s.Name).Take(FieldChecks.MaxRows).ToListAsync(cancellationToken);
    }

    /// <summary>One source; null where there is none.</summary>
    public async Task<Source?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>Makes a source.</summary>
    public Task<ChangeResult<Source>> CreateAsync(SourceDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(
            who, async (change, token) => _editor.Save(change, draft, null, await change.Context.Sources.ToListAsync(token)), cancellationToken);

    /// <summary>Changes a source that was read as <paramref name="version"/> (<see cref="Source.Version"/>).</summary>
    public Task<ChangeResult<Source>> UpdateAsync(int id, long version, SourceDraft draft, string who, CancellationToken cancellationToken) =>
        EditAsync(id, version, who, async (change, row, token) => _editor.Save(change, draft, row, await OthersAsync(change, id, token)), cancellationToken);

    /// <summary>Switches a source on or off.</summary>
    public Task<ChangeResult<Source>> SetEnabledAsync(int id, bool enabled, string who, CancellationToken cancellationToken) =>
        EditAsync(
            id,
            seenVersion: null,
            who,
            (change, row, _) =>
            {
                if (row.Enabled == enabled)
                    return Task.FromResult(ChangeResult<Source>.Unchanged(row));
                var before = SourceEditor.Describe(row);
                row.Enabled = enabled;
                change.Stamp(row);
                change.Record(enabled ? "source.enabled" : "source.disabled", SourceEditor.Subject(row), before, SourceEditor.Describe(row));
                return Task.FromResult(ChangeResult<Source>.Changed(row));
            },
            cancellationToken);

    /// <summary>Deletes a source that nothing came from; refused with their count where something did.</summary>
    public Task<ChangeResult<Source>> DeleteAsync(int id, string who, CancellationToken cancellationToken) =>
        EditAsync(
            id,
            seenVersion: null,
            who,
            async (change, row, token) =>
            {
                var events = await change.Context.Events.Where(e => e.SourceId == id).CountUpToAsync(token);
                var rejected = await change.Context.RejectedRequests.Where(r => r.SourceId == id).CountUpToAsync(token);
                if (events + rejected > 0)
                {
                    return ChangeResult<Source>.InUse(
                        $"{BoundedCount.Text(events, "event")} and {BoundedCount.Text(rejected, "rejected request")} came from this source. Switch it off instead.");
                }

                change.Context.Sources.Remove(row);
                change.Record("source.deleted", SourceEditor.Subject(row), SourceEditor.Describe(row), after: null);
                return ChangeResult<Source>.Changed(null);
            },
            cancellationToken);

    private static Task<List<Source>> OthersAsync(ConfigurationChange change, int id, CancellationToken cancellationToken) =>
        change.Context.Sources.Where(s => s.Id != id).ToListAsync(cancellationToken);

    private Task<ChangeResult<Source>> EditAsync(
        int id,
        long? seenVersion,
        string who,
        Func<ConfigurationChange, Source, CancellationToken, Task<ChangeResult<Source>>> work,
        CancellationToken cancellationToken) =>
        _writer.EditAsync(who, context => context.Sources.Where(s => s.Id == id), seenVersion, work, cancellationToken);
}
