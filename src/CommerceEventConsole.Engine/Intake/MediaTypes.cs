using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Which content types hold JSON.</summary>
public static class MediaTypes
{
    /// <summary>
    /// <c>application/json</c>, <c>application/cloudevents+json</c>, <c>application/cloudevents-batch+json</c> and every other
    /// <c>application/*json</c>, with or without a charset (spec 2.4; check 11).
    /// </summary>
    public static bool IsJson(StringValues contentType)
    {
        var value = contentType.ToString();
        // What Adobe sends, without parsing it.
        if (value is "application/json" or "application/cloudevents+json" or "application/json; charset=utf-8"
            or "application/cloudevents+json; charset=UTF-8")
            return true;
        return MediaTypeHeaderValue.TryParse(value, out var type)
            && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && type.SubType.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }
}
