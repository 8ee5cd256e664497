using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

/// <summary>Calls to a back-office system the way the console makes them.</summary>
internal static class BackOfficeCalls
{
    public static async Task<HttpResponseMessage> SendAsync(
        SandboxRig rig, string path, string id, string body, string timestamp = "0", string signature = "",
        string mediaType = "application/cloudevents+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + path);
        request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        return await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
