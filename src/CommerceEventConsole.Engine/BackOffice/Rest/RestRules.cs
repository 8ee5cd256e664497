using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>What the configuration of a REST system must be like.</summary>
internal static class RestRules
{
    private const int MaxUrl = 1_000;
    private const int MaxText = 300;
    private const int LargestPage = 10_000;
    private const int LargestBatch = 10_000;

    private static readonly string[] ReadNames = ["pageSize", "page", "skip", "cursor", "since", "before", "keys", "filter"];
    private static readonly string[] WriteMethods = ["POST", "PUT", "PATCH"];

    /// <summary>Adds every problem of a connection.</summary>
    public static void CheckConnection(List<ValidationProblem> problems, RestConnection connection, bool allowPrivate)
    {
        CheckUrl(problems, "baseUrl", connection.BaseUrl, allowPrivate, "https://erp.example.com/api");
        problems.CheckRange("timeoutSeconds", connection.TimeoutSeconds, 1, 300, "Seconds that a request may take");
        CheckAuthentication(problems, connection.Authentication, allowPrivate);
        CheckHeaders(problems, "headers", connection.Headers);
        foreach (var path in new[] { connection.TestPath, connection.CsrfPath })
        {
            if (!IsRelative(path))
                problems.Add("testPath", "Enter a path below the address, without a slash before it.");
        }

        if (connection.ErrorMessage.Length > 0)
            CheckPath(problems, "", "errorMessage", connection.ErrorMessage);
    }

    /// <summary>Adds every problem of the way of signing in.</summary>
    public static void CheckAuthentication(List<ValidationProblem> problems, RestAuthentication? authentication, bool allowPrivate)
    {
        switch (authentication?.Kind)
        {
            case RestAuthenticationKind.ApiKey:
                if (authentication.Header.Length is 0 or > MaxText || !authentication.Header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                    problems.Add("header", "Enter the header that takes the key, for example X-Api-Key.");
                break;
            case RestAuthenticationKind.Basic:
                if (authentication.UserName.Length is 0 or > MaxText || authentication.UserName.Contains(':', StringComparison.Ordinal))
                    problems.Add("userName", "Enter the account; it holds no colon.");
                break;
            case RestAuthenticationKind.OAuth2:
                CheckUrl(problems, "tokenUrl", authentication.TokenUrl, allowPrivate, "https://login.example.com/oauth2/token");
                if (authentication.ClientId.Length is 0 or > MaxText)
                    problems.Add("clientId", "Enter the client ID.");
                break;
            case RestAuthenticationKind.OAuth1:
                if (authentication.ClientId.Length is 0 or > MaxText)
                    problems.Add("clientId", "Enter the consumer key.");
                if (authentication.TokenId.Length is 0 or > MaxText)
                    problems.Add("tokenId", "Enter the token ID.");
                break;
        }
    }

    /// <summary>Adds what is wrong with an address.</summary>
    public static void CheckUrl(List<ValidationProblem> problems, string field, string url, bool allowPrivate, string example)
    {
        if (url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(field, $"Enter the whole address, starting with https://, for example {example}.");
            return;
        }

        if (uri.UserInfo.Length > 0)
            problems.Add(field, "Take user name and password out of the address.");
        if (uri.Fragment.Length > 0 || (field != "tokenUrl" && uri.Query.Length > 0))
            problems.Add(field, "Take the part from ? or # on out of the address.");
        if (!allowPrivate && (uri.Scheme != Uri.UriSchemeHttps || uri.IsLoopback))
            problems.Add(field, "The address must start with https:// and lead outside. Allow addresses inside the network if that is meant.");
        if (url.Contains('<', StringComparison.Ordinal) || url.Contains("%3C", StringComparison.OrdinalIgnoreCase))
            problems.Add(field, "Put your own value in the place of the part between < and >.");
    }

    /// <summary>Adds every problem of what is exchanged.</summary>
    public static void CheckRecords(List<ValidationProblem> problems, IReadOnlyDictionary<RecordKind, RestRecords> records)
    {
        if (records.Count == 0)
            problems.Add("records", "Describe at least one kind of records.");
        foreach (var (kind, of) in records)
        {
            if (!Enum.IsDefined(kind))
            {
                problems.Add("records", $"There is no kind of records named {kind}.");
                continue;
            }

            var at = kind.ToString();
            if (of.Read is null && of.Write is null)
                problems.Add("records", $"{at}: it is neither read nor written.");
            FieldMapRules.Check(problems, at, kind, of.Fields, areColumns: false);
            if (of.Read is { } read)
                CheckRead(problems, at, read);
            if (of.Write is { } write)
                CheckWrite(problems, at, write, of.Read);
        }
    }

    private static void CheckRead(List<ValidationProblem> problems, string at, RestRead read)
    {
        if (read.Method is not ("GET" or "POST"))
            problems.Add("records", $"{at}: reading is done by GET or POST, not by {read.Method}.");
        if (!IsRelative(read.Path) || read.Path.Length == 0)
            problems.Add("records", $"{at}: enter the path to read below the address, without a slash before it.");
        foreach (var name in RestTemplate.Names(read.Path).Except(ReadNames, StringComparer.Ordinal))
            problems.Add("records", $"{at}: the path holds {{{name}}}. It may hold {string.Join(", ", ReadNames.Select(n => $"{{{n}}}"))}.");
        if (read.MaxPageSize is < 1 or > LargestPage)
            problems.Add("records", $"{at}: a page has between 1 and {LargestPage:N0} records.");
        if (!DateText.IsFormat(read.TimeFormat))
            problems.Add("records", $"{at}: “{read.TimeFormat}” is no format of a time.");
        foreach (var (name, path) in new[] { ("items", read.Items), ("total", read.Total), ("next", read.Next), ("changedAt", read.ChangedAt) })
        {
            if (path.Length > 0)
                CheckPath(problems, at, name, path);
        }

        var mentioned = RestTemplate.Names(read.Path).Concat(RestTemplate.Names(read.Body?.ToJsonString() ?? "")).ToHashSet(StringComparer.Ordinal);
        var missing = read.Paging switch
        {
            RestPaging.PageNumber when !mentioned.Contains("page") => "{page} in the path or body",
            RestPaging.Skip when !mentioned.Contains("skip") => "{skip} in the path or body",
            RestPaging.Cursor when !mentioned.Contains("cursor") || read.Next.Length == 0 => "{cursor} in the path or body, and next, the place of the next one in the answer",
            RestPaging.NextLink when read.Next.Length == 0 => "next, the place of the next address in the answer",
            _ => null,
        };
        if (missing is not null)
            problems.Add("records", $"{at}: paging by {read.Paging} needs {missing}.");
        if (read.Filter is { Parameter.Length: 0 } && !mentioned.Contains("filter"))
            problems.Add("records", $"{at}: name the parameter that takes the filter, or write {{filter}} where it belongs.");
    }

    private static void CheckWrite(List<ValidationProblem> problems, string at, RestWrite write, RestRead? read)
    {
        if (write.Create is null && (write.Way != RestWay.UpdateThenCreate || write.Update is null))
            problems.Add("records", $"{at}: describe the call that writes (create).");
        if (write is { Way: RestWay.UpdateThenCreate, Update: null })
            problems.Add("records", $"{at}: describe the call that is tried first (update).");
        if (write.Way == RestWay.LookUpFirst && read is null or { Filter: null or { EachKey.Length: 0 }, One.Length: 0 }
            && !RestTemplate.Names(read?.Body?.ToJsonString() ?? read?.Path ?? "").Contains("keys", StringComparer.Ordinal))
            problems.Add("records", $"{at}: to look up first, records must be readable by key (read.filter.eachKey or read.one).");
        if (write.Batch is { } batch && (write.Way != RestWay.Send || batch.Size is < 1 or > LargestBatch))
            problems.Add("records", $"{at}: a batch goes with the way Send, and has between 1 and {LargestBatch:N0} records.");
        foreach (var call in new[] { write.Create, write.Update }.OfType<RestCall>())
        {
            if (!WriteMethods.Contains(call.Method, StringComparer.Ordinal))
                problems.Add("records", $"{at}: writing is done by POST, PUT or PATCH, not by {call.Method}.");
            if (!IsRelative(call.Path) || call.Path.Length == 0)
                problems.Add("records", $"{at}: enter the path to write to below the address, without a slash before it.");
            CheckHeaders(problems, "records", call.Headers);
            foreach (var name in RestTemplate.Names(call.Path))
                CheckPath(problems, at, "path", name);
        }

        foreach (var (name, path) in new[]
        {
            ("id", write.Id), ("reference", write.Reference), ("batch.rows", write.Batch?.Rows), ("batch.rowIndex", write.Batch?.RowIndex), ("batch.rowOk", write.Batch?.RowOk),
            ("batch.rowError", write.Batch?.RowError), ("batch.rowReference", write.Batch?.RowReference),
        })
        {
            if (path is { Length: > 0 })
                CheckPath(problems, at, name, path);
        }
    }

    private static void CheckHeaders(List<ValidationProblem> problems, string field, IReadOnlyDictionary<string, string>? headers)
    {
        foreach (var (name, value) in headers?.AsEnumerable() ?? [])
        {
            if (name.Length is 0 or > MaxText || value.Length > MaxUrl || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || value.Any(char.IsControl))
                problems.Add(field, $"“{name}” is no header.");
            else if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
                problems.Add(field, $"{name} does not belong here: headers are not kept secret. Choose how the console signs in instead.");
        }
    }

    private static void CheckPath(List<ValidationProblem> problems, string at, string name, string path)
    {
        try
        {
            RecordPath.Parse(path);
        }
        catch (FormatException e)
        {
            problems.Add(at.Length == 0 ? name : "records", at.Length == 0 ? e.Message : $"{at}, {name}: {e.Message}");
        }
    }

    // What is no path below the base address would take the credentials elsewhere.
    private static bool IsRelative(string path) =>
        path.Length <= MaxUrl * 4 && !path.StartsWith('/') && !path.StartsWith('\\') && !path.Any(char.IsControl)
        && (path.Length == 0 || !Uri.TryCreate(path, UriKind.Absolute, out _));
}
