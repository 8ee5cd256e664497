using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Text with paths in braces: <c>orders/{entity_id}</c>. <c>{{</c> and <c>}}</c> stand for braces.</summary>
internal sealed class StageText
{
    private const int MaxLength = 2_000;
    private readonly ImmutableArray<Part> _parts;

    private StageText(string text, ImmutableArray<Part> parts) => (Text, _parts) = (text, parts);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The paths in it.</summary>
    public IEnumerable<StagePath> Paths => _parts.Select(p => p.Path).OfType<StagePath>();

    /// <summary>How many lists its paths go through at most.</summary>
    public int Lists => Paths.Select(p => p.Lists).DefaultIfEmpty().Max();

    /// <summary>Parses it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The documents that are known where it stands.</param>
    /// <param name="problem">What is wrong with it: the end of a sentence that names it.</param>
    public static StageText? Parse(string? text, StageScope scope, out string? problem)
    {
        problem = text is null or "" ? "is empty" : text.Length > MaxLength ? $"is longer than {MaxLength} characters" : null;
        if (problem is not null)
            return null;
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text!.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
                continue;
            }

            if (text[i] == '}')
            {
                problem = "has a closing brace without an opening one";
                return null;
            }

            if (text[i] != '{')
            {
                literal.Append(text[i]);
                continue;
            }

            var end = text.IndexOf('}', i);
            if (end < 0)
            {
                problem = "has an opening brace without a closing one";
                return null;
            }

            var inner = text[(i + 1)..end].Trim();
            if (StagePath.Parse(inner, scope, out var reason) is not { } path)
            {
                problem = $"holds {{{inner}}}, which {reason}";
                return null;
            }

            parts.Add(new Part(literal.ToString(), path));
            literal.Clear();
            i = end;
        }

        if (literal.Length > 0)
            parts.Add(new Part(literal.ToString(), null));
        return new StageText(text, parts.ToImmutable());
    }

    /// <summary>The text, item by item where a path goes through a list. What is missing leaves a gap; nothing where all of it is missing.</summary>
    public StageShape Read(StageInputs inputs) => StageShape.Zip(
        [.. Paths.Select(p => p.Read(inputs))],
        values =>
        {
            if (values.Count > 0 && values.All(v => v.ValueKind == JsonValueKind.Undefined))
                return StageShape.Missing;
            var next = 0;
            var text = new StringBuilder();
            foreach (var part in _parts)
            {
                text.Append(part.Before);
                if (part.Path is not null)
                    text.Append(TextOf(values[next++]));
            }

            return StageShape.Of(JsonSerializer.SerializeToElement(text.ToString()));
        });

    /// <summary>The text of an address: every value is there, is single, and is URL-encoded as one segment or query value.</summary>
    /// <exception cref="StageException">A value is not.</exception>
    public string Address(StageInputs inputs)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Before);
            if (part.Path is { } path)
                text.Append(Uri.EscapeDataString(Single(path, inputs)));
        }

        return text.ToString();
    }

    /// <summary>The one value that a path leads to, as text.</summary>
    /// <exception cref="StageException">There is none, or it is not single.</exception>
    public static string Single(StagePath path, StageInputs inputs)
    {
        var shape = path.Read(inputs);
        if (shape.Items is not null || shape.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            throw new StageException($"“{path.Text}” is a list or an object here, but one value is needed");
        var text = TextOf(shape.Value);
        if (text.Length == 0)
            throw new StageException(shape.IsMissing ? $"“{path.Text}” has no value: {path.Explain(inputs)}" : $"“{path.Text}” is empty");

        // As a segment of an address they mean "here" and "one up", encoded or not (RFC 3986, 5.2.4).
        return text is "." or ".." ? throw new StageException($"“{path.Text}” is “{text}”, which cannot stand in an address") : text;
    }

    /// <summary>A JSON value as text: strings as they are, everything else as JSON writes it, nothing as the empty text.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => StringOf(value),
        _ => value.GetRawText(),
    };

    // The framework throws at a lone surrogate, which PHP writes without a thought.
    private static string StringOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var buffer = new char[value.GetRawText().Length];
            return SafeJson.TryReadText(value, buffer, out var written) ? new string(buffer, 0, written) : "";
        }
    }

    private sealed record Part(string Before, StagePath? Path);
}

/// <summary>A stage cannot be done, and will not be better for waiting; the message is a clause for people.</summary>
internal sealed class StageException(string message) : Exception(message);
