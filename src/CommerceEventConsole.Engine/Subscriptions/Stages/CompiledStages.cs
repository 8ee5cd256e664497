using System.Collections.Immutable;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Stages, ready for use. Immutable.</summary>
/// <param name="Source">As they were configured.</param>
/// <param name="Enrich">What is asked of Commerce.</param>
/// <param name="Map">What is made; null sends the CloudEvent.</param>
/// <param name="SendPath">What is added to the destination's address; null for nothing.</param>
/// <param name="WriteBack">What is written to Commerce.</param>
internal sealed record CompiledStages(
    RouteStages Source,
    ImmutableArray<CompiledEnrich> Enrich,
    CompiledMap? Map,
    StageText? SendPath,
    ImmutableArray<CompiledWriteBack> WriteBack)
{
    /// <summary>The questions to Commerce whose answers are written back, and those that these questions need.</summary>
    public IReadOnlySet<string> NamesWrittenBack { get; } = Needed(Enrich, WriteBack);

    /// <summary>Whether several events can go in one request: not where its address is about one of them, or where documents make no JSON array.</summary>
    public bool CanGather { get; } = SendPath?.Paths.Any() != true && (Map is null || StageMedia.IsJson(Map.MediaType));

    /// <summary>Makes stages ready; null where something is wrong with them.</summary>
    public static CompiledStages? Compile(RouteStages stages, out IReadOnlyList<StageProblem> problems)
    {
        var compiler = new StageCompiler(StageJson.Whole(stages));
        var compiled = compiler.Compile();
        problems = compiler.Problems;
        return problems.Count == 0 ? compiled : null;
    }

    private static HashSet<string> Needed(ImmutableArray<CompiledEnrich> enrich, ImmutableArray<CompiledWriteBack> writeBack)
    {
        var needed = writeBack.SelectMany(w => w.Paths).Select(p => p.Root).ToHashSet(StringComparer.Ordinal);
        foreach (var question in enrich.Reverse().Where(q => needed.Contains(q.Stage.Name)))
            needed.UnionWith(question.Path.Paths.Select(p => p.Root));
        needed.IntersectWith(enrich.Select(q => q.Stage.Name));
        return needed;
    }
}

/// <summary>A question to Commerce, ready for use.</summary>
internal sealed record CompiledEnrich(EnrichStage Stage, StageText Path);

/// <summary>A mapping, ready for use: rows, or a template.</summary>
internal sealed record CompiledMap(ImmutableArray<CompiledRow> Rows, StageTemplate? Template, string MediaType)
{
    /// <summary>The document.</summary>
    /// <exception cref="StageException">It cannot be made.</exception>
    public byte[] Write(StageInputs inputs)
    {
        try
        {
            return Template is null ? MapWriter.ToUtf8(MapWriter.Write(Rows, inputs)) : Template.Render(inputs);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            // Text that is no Unicode, most likely.
            throw new StageException("a value cannot be written as JSON");
        }
    }
}

/// <summary>A change in Commerce, ready for use.</summary>
internal sealed record CompiledWriteBack(WriteBackStage Stage, StagePath? Entity, ImmutableArray<CompiledRow> Rows, StagePath? OnlyWith)
{
    /// <summary>Every path in it.</summary>
    public IEnumerable<StagePath> Paths => Rows.SelectMany(r => r.Paths).Append(Entity).Append(OnlyWith).OfType<StagePath>();

    /// <summary>Whether there is anything to write.</summary>
    public bool Applies(StageInputs inputs) => OnlyWith is null || OnlyWith.Read(inputs) is var shape && !shape.IsMissing
        && shape.Items is not { Count: 0 } && !(shape.Items is null && shape.Value.ValueKind == JsonValueKind.String && StageText.TextOf(shape.Value).Length == 0);

    /// <summary>Its fields, as <see cref="WriteBackKind"/> names them.</summary>
    /// <exception cref="StageException">They cannot be made.</exception>
    public JsonElement Fields(StageInputs inputs)
    {
        try
        {
            return JsonSerializer.SerializeToElement(MapWriter.Write(Rows, inputs));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            throw new StageException("a value cannot be written as JSON");
        }
    }
}

/// <summary>What is wrong with stages.</summary>
/// <param name="Field">Where, as a path from the stages down, e.g. <c>map.rows[2]</c>.</param>
/// <param name="Message">A sentence that names the stage and the row.</param>
internal readonly record struct StageProblem(string Field, string Message);
