using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>Opens back-office systems by their configuration, and hands Commerce's half to whoever speaks with Commerce.</summary>
internal sealed class RecordSystems(
    BackOfficeSystemStore store,
    SystemConnections connections,
    IEnumerable<ICommerceRecords> commerce,
    IOptions<BackOfficeOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : IRecordSystems
{
    /// <inheritdoc />
    public async Task<IRecordSystem> BackOfficeAsync(int systemId, CancellationToken cancellationToken)
    {
        var system = await store.GetAsync(systemId, cancellationToken).ConfigureAwait(false)
            ?? throw new RecordSystemException("This back-office system is not there any more.") { NeedsPerson = true };
        return system.Enabled ? Open(system) : throw new RecordSystemException($"{system.Name} is switched off.") { NeedsPerson = true };
    }

    /// <inheritdoc />
    public Task<IRecordSystem> CommerceAsync(int instanceId, CancellationToken cancellationToken) => commerce.FirstOrDefault() is { } records
        ? records.OpenAsync(instanceId, cancellationToken)
        : throw new RecordSystemException("Nothing here speaks with Commerce.");

    /// <summary>Opens a system, also one that is switched off.</summary>
    /// <exception cref="RecordSystemException">It is not set up completely.</exception>
    public IRawRecordSystem Open(BackOfficeSystem system)
    {
        try
        {
            if (system.Connector == SystemConnector.Rest)
                return new RestSystem(system, SystemJson.Read<RestConnection>(system.Connection), SystemJson.Read<Dictionary<RecordKind, RestRecords>>(system.Records), connections);
            var connection = SystemJson.Read<CsvConnection>(system.Connection);
            var records = SystemJson.Read<Dictionary<RecordKind, CsvRecords>>(system.Records);
            ICsvStore files = connection.Folder.Length > 0
                ? new FolderStore(connection, options.Value, time, loggers.CreateLogger<FolderStore>())
                : new HttpStore(connections.Open(
                    system,
                    new RestConnection { BaseUrl = connection.BaseUrl, Authentication = connection.Authentication, TimeoutSeconds = connection.TimeoutSeconds }));
            return new CsvSystem(system.Name, connection, records, files, time);
        }
        catch (FormatException e)
        {
            throw new RecordSystemException($"{system.Name} is not set up completely: {e.Message}", e) { NeedsPerson = true };
        }
    }
}
