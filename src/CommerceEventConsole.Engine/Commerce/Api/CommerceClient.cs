using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>The eventing calls of Commerce's REST interface (spec 6.11). Nothing is tried again.</summary>
public sealed class CommerceClient
{
    private readonly CommerceSender _sender;

    internal CommerceClient(CommerceSender sender) => _sender = sender;

    /// <summary>The names of the events that can be subscribed to; null where the edition cannot tell (PaaS).</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<IReadOnlyList<string>?> SupportedEventsAsync(CommerceInstance instance, CancellationToken cancellationToken) =>
        instance.Kind == CommerceKind.PaaS
            ? null
            : Read(instance, await CallAsync(instance, HttpMethod.Get, "supportedList", body: null, cancellationToken), CommerceJson.ReadNames);

    /// <summary>Every subscription that is switched on.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<IReadOnlyList<CommerceSubscription>> SubscriptionsAsync(CommerceInstance instance, CancellationToken cancellationToken) => Read(
        instance, await CallAsync(instance, HttpMethod.Get, "getEventSubscriptions", body: null, cancellationToken), CommerceJson.ReadSubscriptions);

    /// <summary>Makes a subscription.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task SubscribeAsync(CommerceInstance instance, CommerceSubscription subscription, CancellationToken cancellationToken) =>
        CallAsync(instance, HttpMethod.Post, "eventSubscribe", CommerceJson.Write(subscription, IsNotGenerated(instance, subscription)), cancellationToken);

    /// <summary>Adds to a subscription: its fields and rules are merged into those that are there, none goes.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task UpdateAsync(CommerceInstance instance, CommerceSubscription subscription, CancellationToken cancellationToken) => CallAsync(
        instance, HttpMethod.Put, "eventSubscribe/" + Uri.EscapeDataString(subscription.Name), CommerceJson.Write(subscription, force: null), cancellationToken);

    /// <summary>Ends a subscription. One that a module of the shop declares cannot be ended this way (spec 6.6).</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task UnsubscribeAsync(CommerceInstance instance, string name, CancellationToken cancellationToken) =>
        CallAsync(instance, HttpMethod.Post, "eventUnsubscribe/" + Uri.EscapeDataString(name), body: null, cancellationToken);

    // On PaaS the code behind a plugin event is generated after it is subscribed to; without force Commerce would not know it (spec 6.6).
    private static bool IsNotGenerated(CommerceInstance instance, CommerceSubscription subscription) =>
        instance.Kind == CommerceKind.PaaS && (subscription.Parent ?? subscription.Name).StartsWith("plugin.", StringComparison.Ordinal);

    private async Task<byte[]> CallAsync(CommerceInstance instance, HttpMethod method, string call, byte[]? body, CancellationToken cancellationToken)
    {
        var answer = await _sender.SendAsync(
            instance, new CommerceCall(method, $"{instance.PathPrefix}/eventing/{call}", body, CommercePurpose.Setup), cancellationToken);
        return answer.Succeeded
            ? answer.Body
            : throw new CommerceException(CommerceErrors.Explain(answer.Status, answer.Body), answer.Status) { RetryAfter = answer.RetryAfter };
    }

    private static T Read<T>(CommerceInstance instance, byte[] body, Func<byte[], T> read)
    {
        try
        {
            return read(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommerceException($"{new Uri(instance.BaseUrl).Host} answered, but not as Commerce does. Check the address and the path.", 200, e);
        }
    }
}
