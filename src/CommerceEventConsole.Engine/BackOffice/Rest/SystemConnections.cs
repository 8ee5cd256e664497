using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Setup;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>What all connections to systems share: transport, tokens, budgets, secrets and clock.</summary>
internal sealed class SystemConnections(
    SystemTransport transport, SystemTokens tokens, RateBudgets budgets, ISecretProtector secrets, IOptions<BackOfficeOptions> options, TimeProvider time)
{
    /// <summary>A client of one system. It counts its own calls.</summary>
    public RestClient Open(BackOfficeSystem system, RestConnection connection) =>
        new(system, connection, transport, tokens, budgets.Of(system), secrets, options.Value, time);
}
