using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Components.Systems;

/// <summary>How things about back-office systems are called on screens.</summary>
internal static class SystemWords
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The connectors.</summary>
    public static IReadOnlyList<(SystemConnector Value, string Text)> Connectors { get; } =
    [
        (SystemConnector.Rest, "Its REST or OData interface"),
        (SystemConnector.Csv, "Files with separated values (CSV)"),
    ];

    /// <summary>The ways to sign in.</summary>
    public static IReadOnlyList<(RestAuthenticationKind Value, string Text)> Authentications { get; } =
    [
        (RestAuthenticationKind.None, "None"),
        (RestAuthenticationKind.ApiKey, "A key in a header"),
        (RestAuthenticationKind.Basic, "Account and password"),
        (RestAuthenticationKind.Bearer, "A token that does not run out"),
        (RestAuthenticationKind.OAuth2, "OAuth 2: client ID and client secret"),
        (RestAuthenticationKind.OAuth1, "OAuth 1.0a: every request is signed"),
    ];

    /// <summary>A secret in words.</summary>
    public static string Of(SystemSecret secret, RestAuthenticationKind kind) => secret switch
    {
        SystemSecret.ApiKey => "Key",
        SystemSecret.Password => "Password",
        SystemSecret.Token => "Token",
        SystemSecret.ClientSecret when kind == RestAuthenticationKind.OAuth1 => "Consumer secret",
        SystemSecret.ClientSecret => "Client secret",
        _ => "Token secret",
    };

    /// <summary>A connector in a word.</summary>
    public static string Short(SystemConnector connector) => connector == SystemConnector.Rest ? "REST" : "CSV";

    /// <summary>A kind of records, in the plural.</summary>
    public static string Of(RecordKind kind) => kind switch
    {
        RecordKind.Order => "Orders",
        RecordKind.OrderStatus => "Order status",
        RecordKind.Shipment => "Shipments",
        RecordKind.Return => "Returns",
        RecordKind.Product => "Products",
        RecordKind.BasePrice => "Base prices",
        RecordKind.Stock => "Stock",
        RecordKind.Customer => "Customers",
        RecordKind.Company => "Companies",
        _ => "Price lists",
    };

    /// <summary>What is exchanged with a system: each kind, whether it is read, whether it is written, and how many fields it has.</summary>
    public static IReadOnlyList<(RecordKind Kind, bool IsRead, bool IsWritten, int Fields)> Exchanged(SystemConnector connector, string records)
    {
        try
        {
            return connector == SystemConnector.Rest
                ? [.. SystemJson.Read<Dictionary<RecordKind, RestRecords>>(records).Select(r => (r.Key, r.Value.Read is not null, r.Value.Write is not null, r.Value.Fields.Count)).OrderBy(r => r.Key)]
                : [.. SystemJson.Read<Dictionary<RecordKind, CsvRecords>>(records).Select(r => (r.Key, r.Value.Read is not null, r.Value.Write is not null, r.Value.Fields.Count)).OrderBy(r => r.Key)];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>Why what is exchanged cannot be read, as a sentence; null where it can.</summary>
    public static string? ProblemOf(SystemConnector connector, string records)
    {
        try
        {
            _ = Fields.FieldMapText.Read(connector, records);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>Where a system is.</summary>
    public static string Address(BackOfficeSystem system)
    {
        try
        {
            if (system.Connector == SystemConnector.Rest)
                return SystemJson.Read<RestConnection>(system.Connection).BaseUrl;
            var files = SystemJson.Read<CsvConnection>(system.Connection);
            return files.Folder.Length > 0 ? files.Folder : files.BaseUrl;
        }
        catch (FormatException)
        {
            return "not set up completely";
        }
    }

    /// <summary>A document to read.</summary>
    public static string Json(JsonNode? document) => document?.ToJsonString(Readable) ?? "";
}
