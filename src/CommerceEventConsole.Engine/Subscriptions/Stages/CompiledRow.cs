using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>A row of a mapping, ready for use.</summary>
/// <param name="Number">Its place in the table, from 1.</param>
/// <param name="Target">Where the value goes.</param>
/// <param name="Path">Where it comes from; null for a constant or text.</param>
/// <param name="Text">Text with paths; null for a path or a constant.</param>
/// <param name="Constant">A JSON value; undefined for a path or text.</param>
/// <param name="Convert">What is made of it; null leaves it as it is.</param>
/// <param name="IsRequired">Whether a missing value fails the stage.</param>
internal sealed record CompiledRow(
    int Number, TargetPath Target, StagePath? Path, StageText? Text, JsonElement Constant, StageConversions? Convert, bool IsRequired)
{
    /// <summary>How many lists its value goes through.</summary>
    public int Lists => Path?.Lists ?? Text?.Lists ?? 0;

    /// <summary>Every path in it.</summary>
    public IEnumerable<StagePath> Paths => Path is not null ? [Path] : Text?.Paths ?? [];

    /// <summary>What goes to the target, converted.</summary>
    /// <exception cref="StageException">It is missing and required, or cannot be converted; the message names the row.</exception>
    public StageShape Read(StageInputs inputs)
    {
        var shape = Path?.Read(inputs) ?? Text?.Read(inputs) ?? StageShape.Of(Constant);
        return Convert is null && !IsRequired ? shape : Finish(shape, inputs, "");
    }

    private StageShape Finish(StageShape shape, StageInputs inputs, string place)
    {
        if (shape.Items is { } items)
            return new StageShape([.. items.Select((item, i) => Finish(item, inputs, FormattableString.Invariant($"{place}[{i}]")))]);
        if (shape.IsMissing)
            return IsRequired ? throw Failed(place, $"“{Path?.Text ?? Text?.Text ?? ""}” has no value: {WhyMissing(inputs, place)}") : shape;
        try
        {
            return Convert is null ? shape : StageShape.Of(Convert.Convert(shape.Value));
        }
        catch (StageException e)
        {
            throw Failed(place, e.Message);
        }
    }

    private string WhyMissing(StageInputs inputs, string place) =>
        place.Length > 0 || Path is null ? "it is missing or null" : Path.Explain(inputs);

    private StageException Failed(string place, string reason) => new(place.Length == 0
        ? FormattableString.Invariant($"row {Number} ({Target.Text}): {reason}")
        : FormattableString.Invariant($"row {Number} ({Target.Text}), item {place}: {reason}"));
}
