using System.Globalization;
using System.Text;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>The head of a request or an answer as people read it: first line, then a header a line, credentials masked.</summary>
internal static class HeadText
{
    // A head is to be read, not replayed: one that is larger than this is cut.
    private const int MaxLength = 16 * 1024;

    public static string Of(OutboundRequest request)
    {
        var text = new StringBuilder(request.Method).Append(' ').Append(CredentialMask.Address(request.Url));
        foreach (var (name, value) in request.Headers)
            Append(text, name, value);
        return Cut(text);
    }

    public static string Of(HttpResponseMessage response)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        foreach (var header in response.Headers.NonValidated)
            AppendEach(text, header.Key, header.Value);
        foreach (var header in response.Content.Headers.NonValidated)
            AppendEach(text, header.Key, header.Value);
        return Cut(text);
    }

    private static void AppendEach(StringBuilder text, string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            var isAddress = name.Equals("location", StringComparison.OrdinalIgnoreCase);
            Append(text, name, isAddress && Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var url) ? CredentialMask.Address(url) : value);
        }
    }

    private static void Append(StringBuilder text, string name, string value) =>
        text.Append('\n').Append(name).Append(": ").Append(CredentialMask.IsTelling(name) ? CredentialMask.Mask : value);

    private static string Cut(StringBuilder text) => text.ToString(0, Math.Min(text.Length, MaxLength));
}
