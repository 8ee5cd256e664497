using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>Ready-made requests: an order event of about 1 kB in Adobe's wire format, each with ids of its own.</summary>
internal static class Requests
{
    public const int FirstOrder = 100_000;
    public const string ClientId = "0123456789abcdef0123456789abcdef";
    private const string UnmatchedType = "com.adobe.commerce.observer.sales_order_save_after";
    private const string MatchedType = "com.adobe.commerce.observer.sales_order_save_commit_after";

    public static byte[][] Unsigned(int count, string slug)
    {
        var requests = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var body = Body(i, UnmatchedType);
            requests[i] = Assemble(slug, body, "");
        }

        return requests;
    }

    public static byte[][] Signed(int count, string slug, (RSA Key, string Path) first, (RSA Key, string Path) second)
    {
        var requests = new byte[count][];
        var parameters1 = first.Key.ExportParameters(true);
        var parameters2 = second.Key.ExportParameters(true);
        Parallel.For(
            0,
            count,
            () => (RSA.Create(parameters1), RSA.Create(parameters2)),
            (i, _, keys) =>
            {
                var body = Body(i, MatchedType);
                var headers = string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    user-agent: Adobe/1.0
                    x-adobe-event-code: {MatchedType}
                    x-adobe-event-id: {EventId(i)}
                    x-adobe-delivery-id: {Guid.NewGuid()}
                    x-adobe-provider: dx_commerce_events_0000@AdobeOrg_acme_prod
                    x-adobe-public-key1-path: {first.Path}
                    x-adobe-public-key2-path: {second.Path}
                    x-adobe-digital-signature-1: {Sign(keys.Item1, body)}
                    x-adobe-digital-signature-2: {Sign(keys.Item2, body)}

                    """).ReplaceLineEndings("\r\n");
                requests[i] = Assemble(slug, body, headers);
                return keys;
            },
            keys =>
            {
                keys.Item1.Dispose();
                keys.Item2.Dispose();
            });
        return requests;
    }

    private static string Sign(RSA key, byte[] body) =>
        Convert.ToBase64String(key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static Guid EventId(int i) => new(MD5.HashData(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture))));

    private static byte[] Assemble(string slug, byte[] body, string headers)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /intake/{slug} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents+json; charset=UTF-8\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static byte[] Body(int i, string type)
    {
        var order = FirstOrder + i;
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"specversion":"1.0","id":"{{{Guid.NewGuid()}}}","source":"urn:uuid:11111111-2222-3333-4444-555555555555","type":"{{{type}}}","datacontenttype":"application/json","time":"2026-05-04T09:12:33.101Z","eventid":"{{{EventId(i)}}}","recipientclientid":"{{{ClientId}}}","data":{"key":"{{{Guid.NewGuid()}}}","value":{"entity_id":"{{{order}}}","increment_id":"{{{order:D9}}}","state":"processing","status":"processing","store_id":"1","customer_id":"{{{i % 5000}}}","customer_email":"shopper{{{i % 5000}}}@example.test","grand_total":"99.9500","order_currency_code":"EUR","created_at":"2026-05-04 09:12:32","updated_at":"2026-05-04 09:12:33","items":[{"item_id":"{{{order * 2}}}","sku":"MUG-{{{i % 500:D3}}}","name":"Enamel mug","qty_ordered":"2.0000","price":"12.5000","row_total":"25.0000"}],"_isNew":false},"source":"acme.prod","_metadata":{"commerceEdition":"Adobe Commerce","commerceVersion":"2.4.9","eventsClientVersion":"1.22.1","storeId":"1","websiteId":"1","storeGroupId":"1"} } }
            """));
    }
}
