using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>What is done to the sandbox from outside: shoppers, the people of the ERP, faults; and what it tells.</summary>
internal sealed class DayShop(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Plays a part of the day on both sides.</summary>
    public Task<JsonNode> PlayAsync(object part) => PostAsync("/control/day", part);

    public async Task<JsonNode> PostAsync(string path, object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync(path, body ?? new { }, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(Token)}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path, Token))!;

    /// <summary>A system goes down, with every connection that it gets; or it is well again.</summary>
    public async Task BreakAsync(string system, bool down = true)
    {
        using var answer = await _http.PutAsJsonAsync($"/control/faults/{system}", new { mode = down ? "down" : "none" }, Token);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether the shop has proven itself to the console.</summary>
    public async Task<bool> IsKnownAsync()
    {
        try
        {
            return (string?)(await GetAsync("/control/adobe"))["state"] is "active";
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    /// <summary>Whether the console has acknowledged every event that the shop has told.</summary>
    public async Task<bool> HasToldAllAsync()
    {
        var adobe = await GetAsync("/control/adobe");
        return (long)adobe["acknowledged"]! == (long)adobe["published"]!;
    }

    /// <summary>REST calls since the counters were set to zero.</summary>
    public async Task<JsonNode> CallsAsync() => await GetAsync("/control/calls");

    /// <summary>All that the shop's REST interface tells of something.</summary>
    /// <param name="path">Of what.</param>
    /// <param name="key">The number by which it is walked through; null where it has none, and pages are counted.</param>
    /// <param name="fields">Which members the answers have; null for all.</param>
    public async Task<List<JsonNode>> AllAsync(string path, string? key, string? fields = null)
    {
        var all = new List<JsonNode>();
        for (long after = 0, number = 1; ; number++)
        {
            var from = key is null
                ? $"[current_page]={number}&searchCriteria[sort_orders][0][field]=sku"
                : $"[sort_orders][0][field]={key}&searchCriteria[filter_groups][0][filters][0][field]={key}"
                    + $"&searchCriteria[filter_groups][0][filters][0][condition_type]=gt&searchCriteria[filter_groups][0][filters][0][value]={after}";
            using var question = new HttpRequestMessage(HttpMethod.Get, $"/rest/all/V1/{path}?searchCriteria[page_size]=300&searchCriteria{from}{(fields is null ? "" : "&fields=" + fields)}");
            question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DaySetup.CommerceToken);
            using var answer = await _http.SendAsync(question, Token);
            answer.EnsureSuccessStatusCode();
            var page = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!["items"]!.AsArray();
            all.AddRange(page.Select(o => o!));
            if (page.Count < 300)
                return all;
            after = key is null ? 0 : page.Max(o => (long)(o![key] ?? o["id"])!);
        }
    }

    /// <summary>The ERP's number of each order.</summary>
    public async Task<Dictionary<string, string>> DocumentNumbersAsync()
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        for (string? next = "/erp/api/order-states?$top=1000"; next is not null;)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, next);
            question.Headers.Add("X-ERP-Key", DaySetup.ErpKey);
            using var answer = await _http.SendAsync(question, Token);
            answer.EnsureSuccessStatusCode();
            var page = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
            foreach (var row in page["value"]!.AsArray())
                numbers.Add((string)row!["externalNo"]!, (string)row["documentNo"]!);
            next = (string?)page["@odata.nextLink"];
        }

        return numbers;
    }

    public void Dispose() => _http.Dispose();
}
