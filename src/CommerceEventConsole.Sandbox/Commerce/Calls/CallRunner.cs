using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Does a call: one at a time, under the shop's gate.</summary>
internal sealed class CallRunner(ShopState shop)
{
    /// <summary>The answer, or why there is none.</summary>
    public (JsonNode? Answer, CommerceRefusal? Refusal) Run(CommerceCall call, CallInput input)
    {
        try
        {
            lock (shop.Gate)
                return (call.Run(input), null);
        }
        catch (CommerceRefusal refusal)
        {
            return (null, refusal);
        }
        catch (OrderRefusal refusal)
        {
            return (null, new CommerceRefusal(StatusCodes.Status400BadRequest, refusal.Message, [.. refusal.Parameters]));
        }
    }
}
