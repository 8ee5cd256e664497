using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>So much of an order's item.</summary>
/// <param name="OrderItemId">The item's <c>item_id</c>.</param>
/// <param name="Quantity">How much.</param>
public sealed record PaperItem(long OrderItemId, decimal Quantity);

/// <summary>A parcel's number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Title">What people call the carrier.</param>
/// <param name="CarrierCode">Commerce's code of the carrier, <c>custom</c> for any other.</param>
public sealed record ShipmentTrack(string Number, string Title, string CarrierCode = "custom");

/// <summary>What shipments, invoices and refunds have in common.</summary>
public abstract record OrderPaper
{
    /// <summary>What it is about; empty for all that is left.</summary>
    public ImmutableArray<PaperItem> Items { get; init; } = [];

    /// <summary>What its history says first; null for nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// Its number in the other system. It is written into the comment, and is how the paper is recognised when it is asked whether it was
    /// made already. Without it quantities have to tell.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>Whether Commerce tells the customer by e-mail.</summary>
    public bool NotifyCustomer { get; init; }

    internal string? FullComment => (Comment, Reference) switch
    {
        (null, null) => null,
        (null, { } reference) => $"[{reference}]",
        ({ } comment, null) => comment,
        ({ } comment, { } reference) => $"{comment} [{reference}]",
    };

    internal JsonObject Body()
    {
        var body = new JsonObject { ["notify"] = NotifyCustomer };
        if (!Items.IsDefaultOrEmpty)
        {
            body["items"] = CommerceBody.List(Items.Select(i => new JsonObject { ["order_item_id"] = i.OrderItemId, ["qty"] = i.Quantity }));
        }

        if (FullComment is { } comment)
        {
            body["appendComment"] = true;
            body["comment"] = new JsonObject { ["comment"] = comment, ["is_visible_on_front"] = 0 };
        }

        return body;
    }
}

/// <summary>A shipment to be made.</summary>
public sealed record ShipmentDraft : OrderPaper
{
    /// <summary>Its parcels.</summary>
    public ImmutableArray<ShipmentTrack> Tracks { get; init; } = [];

    /// <summary>The source that it leaves; null for the one that Commerce takes.</summary>
    public string? SourceCode { get; init; }

    internal JsonObject ToBody()
    {
        var body = Body();
        if (!Tracks.IsDefaultOrEmpty)
            body["tracks"] = CommerceBody.List(Tracks.Select(Of));

        // Not beside it, as the starter kit has it: there it would be ignored (spec 8.7, 8).
        if (SourceCode is not null)
            body["arguments"] = new JsonObject { ["extension_attributes"] = new JsonObject { ["source_code"] = SourceCode } };
        return body;
    }

    internal static JsonObject Of(ShipmentTrack track) =>
        new() { ["track_number"] = track.Number, ["title"] = track.Title, ["carrier_code"] = track.CarrierCode };
}

/// <summary>An invoice to be made.</summary>
public sealed record InvoiceDraft : OrderPaper
{
    /// <summary>Whether the payment is captured with it.</summary>
    public bool Capture { get; init; }

    internal JsonObject ToBody()
    {
        var body = Body();
        body["capture"] = Capture;
        return body;
    }
}

/// <summary>A refund to be made.</summary>
public sealed record RefundDraft : OrderPaper
{
    /// <summary>Shipping that is paid back; null for all that is left.</summary>
    public decimal? Shipping { get; init; }

    /// <summary>What is paid back beside.</summary>
    public decimal Adjustment { get; init; }

    /// <summary>What is kept.</summary>
    public decimal Fee { get; init; }

    /// <summary>Order items whose quantity goes back into stock.</summary>
    public ImmutableArray<long> ReturnToStock { get; init; } = [];

    internal JsonObject ToBody()
    {
        var body = Body();
        var arguments = new JsonObject { ["adjustment_positive"] = Adjustment, ["adjustment_negative"] = Fee };
        if (Shipping is { } shipping)
            arguments["shipping_amount"] = shipping;
        if (!ReturnToStock.IsDefaultOrEmpty)
        {
            arguments["extension_attributes"] = new JsonObject
            {
                ["return_to_stock_items"] = new JsonArray([.. ReturnToStock.Select(id => (JsonNode)JsonValue.Create(id))]),
            };
        }

        body["arguments"] = arguments;
        return body;
    }
}

/// <summary>A shipment, invoice or refund in Commerce.</summary>
/// <param name="Id">Its <c>entity_id</c>; null where Commerce has it, but none could be told to be the one.</param>
/// <param name="WasThere">Whether it had been made before.</param>
public sealed record PaperOutcome(long? Id, bool WasThere);
