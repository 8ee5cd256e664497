using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Components.Systems;

/// <summary>A system as it is being entered.</summary>
internal sealed class SystemEntry
{
    private RestConnection _rest = new();
    private CsvConnection _csv = new();

    public string Name { get; set; } = "";

    public SystemConnector Connector { get; set; } = SystemConnector.Rest;

    public string BaseUrl { get; set; } = "";

    public string Folder { get; set; } = "";

    public RestAuthenticationKind Authentication { get; set; }

    public string Header { get; set; } = "";

    public string UserName { get; set; } = "";

    public string TokenUrl { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Scope { get; set; } = "";

    public bool InBody { get; set; }

    public string TokenId { get; set; } = "";

    public string Realm { get; set; } = "";

    public int TimeoutSeconds { get; set; } = 30;

    public string TestPath { get; set; } = "";

    public string ErrorMessage { get; set; } = "";

    /// <summary>Headers, one a line: name, colon, value.</summary>
    public string Headers { get; set; } = "";

    public string Separator { get; set; } = ";";

    public string Encoding { get; set; } = "utf-8";

    public string Culture { get; set; } = "";

    public int QuietSeconds { get; set; } = 10;

    public string Records { get; set; } = "{\n}";

    public bool AllowPrivateAddress { get; set; }

    public int RequestsPerMinute { get; set; } = BackOfficeSystemDraft.UsualPerMinute;

    public int MaxParallel { get; set; } = BackOfficeSystemDraft.UsualParallel;

    public int DestinationId { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>What was typed; null keeps what is stored.</summary>
    public Dictionary<SystemSecret, string?> Secrets { get; } = [];

    /// <summary>The secrets that the chosen way to sign in needs.</summary>
    public IReadOnlyList<SystemSecret> NeededSecrets => new RestAuthentication { Kind = Authentication }.Secrets();

    public static SystemEntry Of(BackOfficeSystemDraft draft)
    {
        var entry = new SystemEntry
        {
            Name = draft.Name,
            AllowPrivateAddress = draft.AllowPrivateAddress,
            RequestsPerMinute = draft.RequestsPerMinute,
            MaxParallel = draft.MaxParallel,
            DestinationId = draft.DestinationId ?? 0,
            Enabled = draft.Enabled,
        };
        entry.Take(draft.Connector, draft.Connection, draft.Records);
        return entry;
    }

    /// <summary>Fills the form from a preset; name, limits and what else is the person's stay.</summary>
    public void Take(SystemPreset preset)
    {
        if (Name.Length == 0)
            Name = preset.Title;
        Take(preset.Connector, preset.Connection, preset.Records);
    }

    public BackOfficeSystemDraft ToDraft() => new(Name, Connector, Connection(), Records)
    {
        Secrets = new Dictionary<SystemSecret, string?>(Secrets),
        AllowPrivateAddress = AllowPrivateAddress,
        RequestsPerMinute = RequestsPerMinute,
        MaxParallel = MaxParallel,
        DestinationId = DestinationId == 0 ? null : DestinationId,
        Enabled = Enabled,
    };

    private void Take(SystemConnector connector, string connection, string records)
    {
        (Connector, Records) = (connector, records);
        RestAuthentication authentication;
        if (connector == SystemConnector.Rest)
        {
            _rest = SystemJson.Read<RestConnection>(connection);
            (BaseUrl, TimeoutSeconds, TestPath, ErrorMessage) = (_rest.BaseUrl, _rest.TimeoutSeconds, _rest.TestPath, _rest.ErrorMessage);
            Headers = string.Join('\n', _rest.Headers?.Select(h => $"{h.Key}: {h.Value}") ?? []);
            authentication = _rest.Authentication ?? new();
        }
        else
        {
            _csv = SystemJson.Read<CsvConnection>(connection);
            (BaseUrl, Folder, TimeoutSeconds) = (_csv.BaseUrl, _csv.Folder, _csv.TimeoutSeconds);
            (Separator, Encoding, Culture, QuietSeconds) = (_csv.Separator, _csv.Encoding, _csv.Culture, _csv.QuietSeconds);
            authentication = _csv.Authentication ?? new();
        }

        (Authentication, Header, UserName, TokenUrl) = (authentication.Kind, authentication.Header, authentication.UserName, authentication.TokenUrl);
        (ClientId, Scope, InBody, TokenId, Realm) = (authentication.ClientId, authentication.Scope, authentication.InBody, authentication.TokenId, authentication.Realm);
    }

    // What the form does not show stays as it was.
    private string Connection()
    {
        var authentication = Authentication == RestAuthenticationKind.None ? null : new RestAuthentication
        {
            Kind = Authentication,
            Header = Authentication == RestAuthenticationKind.ApiKey ? Header.Trim() : "",
            UserName = Authentication == RestAuthenticationKind.Basic ? UserName.Trim() : "",
            TokenUrl = Authentication == RestAuthenticationKind.OAuth2 ? TokenUrl.Trim() : "",
            ClientId = Authentication is RestAuthenticationKind.OAuth2 or RestAuthenticationKind.OAuth1 ? ClientId.Trim() : "",
            Scope = Authentication == RestAuthenticationKind.OAuth2 ? Scope.Trim() : "",
            InBody = Authentication == RestAuthenticationKind.OAuth2 && InBody,
            TokenId = Authentication == RestAuthenticationKind.OAuth1 ? TokenId.Trim() : "",
            Realm = Authentication == RestAuthenticationKind.OAuth1 ? Realm.Trim() : "",
        };
        return Connector == SystemConnector.Rest
            ? SystemJson.Write(_rest with
            {
                BaseUrl = BaseUrl.Trim(),
                Authentication = authentication,
                Headers = ReadHeaders(),
                TimeoutSeconds = TimeoutSeconds,
                TestPath = TestPath.Trim(),
                ErrorMessage = ErrorMessage.Trim(),
            })
            : SystemJson.Write(_csv with
            {
                Folder = Folder.Trim(),
                BaseUrl = BaseUrl.Trim(),
                Authentication = Folder.Trim().Length > 0 ? null : authentication,
                TimeoutSeconds = TimeoutSeconds,
                Separator = Separator,
                Encoding = Encoding.Trim(),
                Culture = Culture.Trim(),
                QuietSeconds = QuietSeconds,
            });
    }

    private Dictionary<string, string>? ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Headers.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = line.IndexOf(':', StringComparison.Ordinal);
            headers[cut < 0 ? line : line[..cut].Trim()] = cut < 0 ? "" : line[(cut + 1)..].Trim();
        }

        return headers.Count == 0 ? null : headers;
    }
}
