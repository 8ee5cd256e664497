namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>CloudEvents as text.</summary>
internal static class Events
{
    public const string OrderSaved = "com.adobe.commerce.observer.sales_order_save_commit_after";
    public const string Source = "urn:uuid:11111111-2222-3333-4444-555555555555";

    /// <summary>A plain CloudEvent.</summary>
    public static string Plain(string id, string data = "{}", string type = "com.example.thing", string more = "") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"{{Source}}","type":"{{type}}"{{more}},"data":{{data}}}""";

    /// <summary>An order in the wire format that Adobe documents (spec 6.2).</summary>
    public static string Order(string eventId, string more = "", string number = "000001001", string clientId = TestSource.ClientId) => Plain(
        $"producer-{eventId}",
        $$"""{"key":"k","value":{"increment_id":"{{number}}","entity_id":"12","customer_email":"Jane@Example.com","state":"processing"},"source":"acme.prod"}""",
        OrderSaved,
        $""","eventid":"{eventId}","recipientclientid":"{clientId}"{more}""");

    public static string Batch(IEnumerable<string> items) => $"[{string.Join(",\n ", items)}]";

    /// <summary>So many levels of lists inside one another.</summary>
    public static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
