using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Catalogue;
using HandlebarsDotNet;
using HandlebarsDotNet.IO;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// A Handlebars template, ready for use: for documents that a table of fields cannot say. It sees the stage documents and nothing else: no
/// files, no partials, and of helpers only the built-in ones and <c>json</c>, which writes a value as JSON.
/// </summary>
internal sealed partial class StageTemplate
{
    /// <summary>The longest template, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>The longest document that one makes, in characters.</summary>
    public const int MaxOutput = 4 * 1024 * 1024;

    // Lists in lists in lists multiply: a template that goes through more items than this has no end that anybody waits for.
    private const int MaxItems = 1_000_000;

    private readonly HandlebarsTemplate<TextWriter, object, object> _render;
    private readonly bool _isJson;

    private StageTemplate(HandlebarsTemplate<TextWriter, object, object> render, bool isJson) => (_render, _isJson) = (render, isJson);

    /// <summary>Compiles a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="mediaType">What it makes; decides how values are escaped, and what is checked afterwards.</param>
    /// <param name="problem">What is wrong with it, a clause.</param>
    public static StageTemplate? Compile(string text, string mediaType, out string? problem)
    {
        problem = text.Length > MaxLength ? FormattableString.Invariant($"it is longer than {MaxLength:N0} characters")
            : Partial().IsMatch(text) ? "it uses a partial or an inline template, which there are none of here" : null;
        if (problem is not null)
            return null;
        var isJson = StageMedia.IsJson(mediaType);
        try
        {
            var engine = Handlebars.Create(new HandlebarsConfiguration
            {
                TextEncoder = new StageEncoder(mediaType),
                FormatProvider = System.Globalization.CultureInfo.InvariantCulture,
                NoEscape = false,
                ThrowOnUnresolvedBindingExpression = false,
            });
            engine.RegisterHelper("json", (output, _, arguments) =>
                output.WriteSafeString(JsonSerializer.Serialize(arguments.Length > 0 ? arguments[0] : null, StageJson.Written)));
            engine.RegisterHelper("log", (_, _, _) => { });
            return new StageTemplate(engine.Compile(new StringReader(TemplateText.Apart(text))), isJson);
        }
        catch (Exception e) when (e is HandlebarsException or ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            problem = $"it cannot be read: {e.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }

    /// <summary>The document.</summary>
    /// <exception cref="StageException">It cannot be made, is too large, or is no JSON where it should be.</exception>
    public byte[] Render(StageInputs inputs)
    {
        var budget = new ItemBudget(MaxItems);
        var context = inputs.Documents.ToDictionary(d => d.Key, d => TemplateValue.Of(d.Value, budget), StringComparer.Ordinal);

        // As in paths: a name that is none of the documents is one of the event.
        if (inputs.Find(StageDocument.Event) is { ValueKind: JsonValueKind.Object } payload)
        {
            foreach (var property in payload.EnumerateObject())
                context.TryAdd(property.Name, TemplateValue.Of(property.Value, budget));
        }

        using var writer = new BoundedWriter(MaxOutput);
        try
        {
            _render(writer, context);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new StageException($"the template failed: {(e.InnerException as StageException ?? e).Message.ReplaceLineEndings(" ")}");
        }

        var bytes = Encoding.UTF8.GetBytes(TemplateText.Together(writer.ToString()));
        if (_isJson)
            CheckJson(bytes);
        return bytes;
    }

    private static void CheckJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new StageException(FormattableString.Invariant(
                $"what the template makes is no JSON, from line {(e.LineNumber ?? 0) + 1}, character {(e.BytePositionInLine ?? 0) + 1} on"));
        }
    }

    [GeneratedRegex(@"\{\{\{?~?\s*(>|#\s*[>*]|\*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Partial();
}

/// <summary>What media types mean here.</summary>
internal static class StageMedia
{
    /// <summary>Whether it is JSON or something built on it (RFC 6839, 3.1).</summary>
    public static bool IsJson(string mediaType) => Essence(mediaType) is var type
        && (type is "application/json" or "text/json" || type.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>Whether it is XML or HTML, or something built on XML.</summary>
    public static bool IsXml(string mediaType) => Essence(mediaType) is var type
        && (type is "application/xml" or "text/xml" or "text/html" || type.EndsWith("+xml", StringComparison.Ordinal));

    /// <summary>Whether it is one at all: a type, a slash and a subtype, without line breaks.</summary>
    public static bool IsValid(string mediaType) => System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(mediaType, out _);

    private static string Essence(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}

/// <summary>Escapes values by what the document is: JSON strings, XML text, or nothing.</summary>
internal sealed class StageEncoder(string mediaType) : ITextEncoder
{
    private readonly bool _isJson = StageMedia.IsJson(mediaType);
    private readonly bool _isXml = StageMedia.IsXml(mediaType);

    public void Encode(StringBuilder? text, TextWriter target) => target.Write(Escape(text?.ToString()));

    public void Encode(string? text, TextWriter target) => target.Write(Escape(text));

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var whole = new StringBuilder();
        while (text?.MoveNext() == true)
            whole.Append(text.Current);
        target.Write(Escape(whole.ToString()));
    }

    private string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        return _isJson ? JsonEncodedText.Encode(text, StageJson.Written.Encoder).ToString()
            : _isXml ? System.Security.SecurityElement.Escape(text)
            : text;
    }
}

/// <summary>Text that stops growing: what would be larger fails.</summary>
internal sealed class BoundedWriter(int most) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    private void Check(int more)
    {
        if (GetStringBuilder().Length + more > most)
            throw new StageException(FormattableString.Invariant($"the document would be larger than {most / 1024 / 1024} MB"));
    }
}
