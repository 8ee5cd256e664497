using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Resync;

/// <summary>The connected Commerce instances and the back-office systems that are set up.</summary>
internal sealed class ResyncParties(CommerceInstanceStore commerce, BackOfficeSystemStore systems) : IResyncParties
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ResyncParty>> CommerceAsync(CancellationToken cancellationToken) =>
        [.. (await commerce.ListAsync(cancellationToken).ConfigureAwait(false)).Select(i => new ResyncParty(i.Id, i.Name))];

    /// <inheritdoc />
    public async Task<IReadOnlyList<ResyncParty>> BackOfficeAsync(CancellationToken cancellationToken) =>
        [.. (await systems.ListAsync(cancellationToken).ConfigureAwait(false)).Select(s => new ResyncParty(s.Id, s.Name))];
}
