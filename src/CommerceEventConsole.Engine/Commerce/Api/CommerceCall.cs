using CommerceEventConsole.Engine.Commerce.Calls;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>One request to Commerce, not yet signed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What follows the instance's address, query included and encoded, e.g. <c>rest/all/V1/orders/7</c>.</param>
/// <param name="Body">The JSON to send; null for none.</param>
/// <param name="Purpose">Why it is made: its place in the queue, and where it is counted.</param>
internal sealed record CommerceCall(HttpMethod Method, string Path, byte[]? Body, CommercePurpose Purpose)
{
    /// <summary>The store's code for the header <c>Store</c> (SaaS; spec 7.1); null for none.</summary>
    public string? StoreHeader { get; init; }
}
