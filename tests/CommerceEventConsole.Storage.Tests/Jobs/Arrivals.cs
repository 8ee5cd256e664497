using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Jobs;

/// <summary>Events as intake itself makes them, with all their search keys.</summary>
internal static class Arrivals
{
    public const string OrderSaved = "observer.sales_order_save_commit_after";

    private static readonly EventFactory Factory = new(new EntityExtractor(EventCatalogue.Default), new PayloadChecker());

    public static EventTypeResolver Types { get; } = new(EventCatalogue.Default, Options.Create(new EventTypeAliases()));

    public static string Order(string id, string number) =>
        $$"""
        {"specversion":"1.0","id":"{{id}}","source":"urn:shop","type":"com.adobe.commerce.{{OrderSaved}}",
        "data":{"value":{"entity_id":{{number}},"increment_id":"{{number}}","customer_email":"Ann-{{number}}@example.test","items":[{"sku":"MUG-{{number}}"},{"sku":"HAT-{{number}}"}] } } }
        """;

    /// <summary>A structured event.</summary>
    public static NewEvent Structured(
        int sourceId, int typeId, string json, DateTimeOffset at, bool byteOrderMark = false, params NewDelivery[] deliveries)
    {
        using var document = JsonDocument.Parse(json);
        var envelope = Envelope.Read(document.RootElement);
        var body = Encoding.UTF8.GetBytes(byteOrderMark ? "\uFEFF" + json : json);
        return Build(sourceId, typeId, ContentMode.Structured, envelope, body, null, document.RootElement, at, deliveries);
    }

    /// <summary>An event in binary mode.</summary>
    public static NewEvent Binary(int sourceId, int typeId, string id, string data, DateTimeOffset at)
    {
        using var document = JsonDocument.Parse(data);
        KeyValuePair<string, string>[] attributes =
            [new("id", id), new("source", "urn:shop"), new("type", "com.adobe.commerce." + OrderSaved), new("specversion", "1.0")];
        var headers = JsonSerializer.SerializeToUtf8Bytes(attributes.ToDictionary(a => "ce-" + a.Key, a => a.Value, StringComparer.Ordinal));
        return Build(
            sourceId, typeId, ContentMode.Binary, Envelope.Read(attributes, document.RootElement), Encoding.UTF8.GetBytes(data), headers, default, at, []);
    }

    private static NewEvent Build(
        int sourceId, int typeId, ContentMode mode, Envelope envelope, byte[] body, byte[]? headers, JsonElement item, DateTimeOffset at, NewDelivery[] deliveries)
    {
        Assert.Empty(envelope.Problems);
        var source = new SourceConfiguration(sourceId, "shop", "Shop", Verification.None, default, null, null, false, [], true);
        var built = Factory.Build(
            envelope, Types.Resolve(envelope.Type), typeId, new Received(source, mode, at, headers, null), body, item, RoutingTable.Empty);
        return new NewEvent { Row = built.Row, SearchKeys = built.SearchKeys, Deliveries = deliveries };
    }
}
