using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>Someone who visits the console without scripts: keeps cookies, fills in forms, follows nothing.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;

    public Visitor(ConsoleProcess console) => _http = new HttpClient(_handler) { BaseAddress = new Uri(console.Url) };

    /// <summary>What a WebSocket sends to be known as this visitor.</summary>
    public CookieContainer Cookies => _handler.CookieContainer;

    public async Task SignInAsync()
    {
        using var answer = await SubmitAsync("/sign-in", ("Input.Email", ConsoleProcess.Email), ("Input.Password", ConsoleProcess.Password));
        Assert.Equal("/", PathOf(answer));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts the form of a page, with its hidden fields.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        using var shown = await GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(HiddenField().Matches(html)
            .Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))
            .Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        return await SendAsync(HttpMethod.Post, page, form);
    }

    /// <summary>Where an answer leads, without host and query; null where it leads nowhere.</summary>
    public string? PathOf(HttpResponseMessage answer) =>
        answer.Headers.Location is { } location ? new Uri(_http.BaseAddress!, location).AbsolutePath : null;

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();
}
