using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// A path into <see cref="StageDocument"/>. As the fields of a subscription are written (spec 6.7): names separated by dots, <c>[]</c> for
/// each item of a list. Beyond that <c>[0]</c> picks one item, since what Commerce and other systems answer hides single things in lists,
/// and a name may hold whatever is no blank, bracket or brace.
/// </summary>
internal sealed class StagePath
{
    private const int MaxLength = 400;
    private const int MaxLists = 4;

    private StagePath(string text, string root, ImmutableArray<Step> steps)
    {
        (Text, Root, Steps) = (text, root, steps);
        Lists = steps.Count(s => s.Kind == StepKind.Each);
    }

    private enum StepKind
    {
        Name,
        Each,
        Item,
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The document that it begins in.</summary>
    public string Root { get; }

    /// <summary>How many lists it goes through, one in another.</summary>
    public int Lists { get; }

    private ImmutableArray<Step> Steps { get; }

    /// <summary>Parses a path.</summary>
    /// <param name="text">The path.</param>
    /// <param name="scope">The documents that are known where it stands.</param>
    /// <param name="problem">What is wrong with it: the end of a sentence that names it.</param>
    public static StagePath? Parse(string? text, StageScope scope, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
            problem = "is empty";
        else if (text.Length > MaxLength)
            problem = string.Create(CultureInfo.InvariantCulture, $"is longer than {MaxLength} characters");
        else if (text.AsSpan().IndexOfAny(" \t\r\n{}\"'") is >= 0 and var at)
            problem = string.Create(CultureInfo.InvariantCulture, $"has a character at place {at + 1} that no name holds");
        if (problem is not null)
            return null;

        var steps = ImmutableArray.CreateBuilder<Step>();
        var start = 0;
        foreach (var part in text!.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            if (name.Length == 0 || name.Contains(']', StringComparison.Ordinal))
            {
                problem = "misses a name before a dot or a bracket, or ends with a dot";
                return null;
            }

            steps.Add(new Step(StepKind.Name, name, text[start..], 0));
            if (bracket >= 0 && !Brackets(part.AsSpan(bracket), steps))
            {
                problem = "has brackets that are neither [] for every item nor a number such as [0] for one";
                return null;
            }

            start += part.Length + 1;
        }

        var root = steps[0].Name;
        if (scope.WhyNot(root) is { } reason)
        {
            problem = reason;
            return null;
        }

        var path = scope.Knows(root)
            ? new StagePath(text, root, steps.ToImmutable().RemoveAt(0))
            : new StagePath(text, StageDocument.Event, steps.ToImmutable());
        if (path.Lists > MaxLists)
            problem = string.Create(CultureInfo.InvariantCulture, $"goes through more than {MaxLists} lists");
        return problem is null ? path : null;
    }

    /// <summary>What stands there.</summary>
    public StageShape Read(StageInputs inputs) => inputs.Find(Root) is { } root ? Read(root, 0) : StageShape.Missing;

    /// <summary>Why nothing stands there, for people.</summary>
    public string Explain(StageInputs inputs)
    {
        if (inputs.Find(Root) is not { } at)
            return $"there is no {Root}";
        foreach (var step in Steps)
        {
            if (step.Kind != StepKind.Name)
                break;
            if (at.ValueKind == JsonValueKind.Array)
                return $"a list stands before “{step.Name}”: write [] or [0] after its name";
            if (!TryGet(at, step, out at, out var wasRest))
                return $"there is no “{step.Name}”";
            if (wasRest)
                break;
        }

        return "it has no value";
    }

    public override string ToString() => Text;

    private static bool Brackets(ReadOnlySpan<char> text, ImmutableArray<Step>.Builder steps)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(']');
            if (text[0] != '[' || end < 0)
                return false;
            var inner = text[1..end];
            if (inner.IsEmpty)
                steps.Add(new Step(StepKind.Each, "", "", 0));
            else if (inner.Length <= 5 && int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                steps.Add(new Step(StepKind.Item, "", "", index));
            else
                return false;
            text = text[(end + 1)..];
        }

        return true;
    }

    private static bool TryGet(JsonElement at, Step step, out JsonElement found, out bool wasRest)
    {
        // A name may hold a dot: what is left is looked up as one name first, as in the fields of a subscription.
        found = default;
        wasRest = step.Rest.Length > step.Name.Length && SafeJson.TryGetProperty(at, step.Utf8Rest, out found);
        return wasRest || SafeJson.TryGetProperty(at, step.Utf8Name, out found);
    }

    private StageShape Read(JsonElement at, int from)
    {
        for (var i = from; i < Steps.Length; i++)
        {
            var step = Steps[i];
            switch (step.Kind)
            {
                case StepKind.Name:
                    if (!TryGet(at, step, out at, out var wasRest))
                        return StageShape.Missing;
                    if (wasRest)
                        return StageShape.Of(at);
                    break;
                case StepKind.Item:
                    if (at.ValueKind != JsonValueKind.Array || step.Index >= at.GetArrayLength())
                        return StageShape.Missing;
                    at = at[step.Index];
                    break;
                default:
                    return Each(at, i + 1);
            }
        }

        return StageShape.Of(at);
    }

    // What stands where a list is expected is a list of one: PHP and XML tell the two apart no better.
    private StageShape Each(JsonElement at, int next) => at.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => StageShape.Missing,
        JsonValueKind.Array => new StageShape([.. at.EnumerateArray().Select(item => Read(item, next))]),
        _ => new StageShape([Read(at, next)]),
    };

    private sealed record Step(StepKind Kind, string Name, string Rest, int Index)
    {
        public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(Name);

        public byte[] Utf8Rest { get; } = System.Text.Encoding.UTF8.GetBytes(Rest);
    }
}
