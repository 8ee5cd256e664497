using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Makes stages ready for use and collects every problem on the way.</summary>
internal sealed class StageCompiler(RouteStages stages)
{
    private const int MaxEnrich = 10;
    private const int MaxWriteBack = 10;
    private const int MaxRows = 300;
    private const int MaxName = 40;
    private const int MaxSample = 200_000;

    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];

    private readonly List<StageProblem> _problems = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<StageProblem> Problems => _problems;

    /// <summary>Compiles them; only to be used where there are no problems.</summary>
    public CompiledStages Compile()
    {
        CheckCount("enrich", stages.Enrich.Length, MaxEnrich, "questions to Commerce");
        CheckCount("writeBack", stages.WriteBack.Length, MaxWriteBack, "changes in Commerce");
        CheckNames();
        var enrich = stages.Enrich.Select(Enrich).OfType<CompiledEnrich>().ToImmutableArray();
        var all = Scope(stages.Enrich.Length, withAnswer: false);
        var map = stages.Map is { } stage ? Map(stage, all) : null;
        var path = Send(all);
        var answered = Scope(stages.Enrich.Length, withAnswer: true);
        var back = stages.WriteBack.Select((w, i) => WriteBack(w, i, answered)).ToImmutableArray();
        return new CompiledStages(stages, enrich, map, path, back);
    }

    private StageScope Scope(int asked, bool withAnswer)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { StageDocument.Event, StageDocument.Envelope };
        known.UnionWith(stages.Enrich.Take(asked).Select(e => e.Name));
        var later = new HashSet<string>(stages.Enrich.Skip(asked).Select(e => e.Name), StringComparer.Ordinal);
        (withAnswer ? known : later).Add(StageDocument.Answer);
        later.ExceptWith(known);
        return new StageScope(known, later);
    }

    private void CheckCount(string field, int count, int most, string what)
    {
        if (count > most)
            Add(field, string.Create(CultureInfo.InvariantCulture, $"There are {count} {what}; at most {most} fit."));
    }

    private void CheckNames()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < stages.Enrich.Length; i++)
        {
            var name = stages.Enrich[i].Name ?? "";
            var field = At("enrich", i, "name");
            if (StageDocument.Reserved.Contains(name, StringComparer.Ordinal))
                Add(field, $"Question {i + 1} to Commerce cannot be called “{name}”: that name has a meaning already.");
            else if (name.Length is 0 or > MaxName || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                Add(field, string.Create(CultureInfo.InvariantCulture, $"Question {i + 1} to Commerce needs a name of at most {MaxName} letters, digits and underscores that begins with a letter, such as order."));
            else if (!seen.Add(name))
                Add(field, $"Two questions to Commerce are called “{name}”.");
        }

        // Kept as keys of rows, which tell no capitals apart on SQL Server.
        var changes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < stages.WriteBack.Length; i++)
        {
            var name = stages.WriteBack[i].Name ?? "";
            if (name.Trim().Length == 0 || name.Length > MaxName || name.Any(char.IsControl))
                Add(At("writeBack", i, "name"), string.Create(CultureInfo.InvariantCulture, $"Write back {i + 1} needs a name of at most {MaxName} characters."));
            else if (!changes.Add(name))
                Add(At("writeBack", i, "name"), $"Two changes in Commerce are called “{name}”.");
        }
    }

    private CompiledEnrich? Enrich(EnrichStage stage, int index)
    {
        var text = Text(stage.Path, Scope(index, withAnswer: false), At("enrich", index, "path"), $"Question “{stage.Name}” to Commerce: the path");
        if (text is null)
            return null;
        if (WhyNoPath(text.Text) is { } reason)
            Add(At("enrich", index, "path"), $"Question “{stage.Name}” to Commerce: the path {reason}.");
        if (text.Lists > 0)
            Add(At("enrich", index, "path"), $"Question “{stage.Name}” to Commerce: the path holds a list, but each value must be a single one.");
        if (stage.By is { } by && LookUpKeys.Of(stage.Path) != by)
            Add(At("enrich", index, "by"), $"Question “{stage.Name}” to Commerce: what this path asks for cannot be found by “{by}”. Orders can be by {LookUpKeys.OrderNumber}, as orders/{{increment_id}}; customers by {LookUpKeys.CustomerEmail}.");
        return new CompiledEnrich(stage, text);
    }

    private StageText? Send(StageScope scope)
    {
        if (stages.Send is not { } send)
            return null;
        if (!Methods.Contains(send.Method, StringComparer.Ordinal))
            Add("send.method", $"Sending: the method must be {string.Join(", ", Methods[..^1])} or {Methods[^1]}.");
        if (string.IsNullOrEmpty(send.Path))
            return null;
        var text = Text(send.Path, scope, "send.path", "Sending: the path");
        if (text is null)
            return null;
        if (WhyNoPath(text.Text) is { } reason)
            Add("send.path", $"Sending: the path {reason}.");
        if (text.Lists > 0)
            Add("send.path", "Sending: the path holds a list, but each value must be a single one.");
        return text;
    }

    private CompiledMap? Map(MapStage map, StageScope scope)
    {
        if (!StageMedia.IsValid(map.MediaType ?? ""))
            Add("map.mediaType", $"Mapping: “{map.MediaType}” is no media type; application/json is one.");
        if (map.Template is { } text)
        {
            var template = StageTemplate.Compile(text, map.MediaType ?? "", out var problem);
            if (template is null)
                Add("map.template", $"Mapping: the template cannot be used, because {problem}.");
            return template is null ? null : new CompiledMap([], template, map.MediaType!);
        }

        if (map.Rows.IsEmpty)
            Add("map.rows", "Mapping: there is neither a row nor a template.");
        if (!StageMedia.IsJson(map.MediaType ?? ""))
            Add("map.mediaType", "Mapping: rows make JSON; for another media type use a template.");
        var rows = Rows(map.Rows, scope, "map.rows", "Mapping");
        CheckSample(map, rows);
        return new CompiledMap(rows, null, map.MediaType ?? "");
    }

    private void CheckSample(MapStage map, ImmutableArray<CompiledRow> rows)
    {
        if (string.IsNullOrWhiteSpace(map.Sample))
            return;
        if (map.Sample.Length > MaxSample)
        {
            Add("map.sample", string.Create(CultureInfo.InvariantCulture, $"Mapping: the sample is longer than {MaxSample:N0} characters."));
            return;
        }

        try
        {
            using var sample = JsonDocument.Parse(map.Sample);
            var root = sample.RootElement;
            foreach (var row in rows)
            {
                if (SampleCheck.Check(row, root) is { } problem)
                    Add(At("map.rows", row.Number - 1, "target"), $"Mapping, row {row.Number}: the target “{row.Target.Text}” {problem}.");
            }
        }
        catch (JsonException e)
        {
            Add("map.sample", string.Create(CultureInfo.InvariantCulture, $"Mapping: the sample is no JSON, from line {(e.LineNumber ?? 0) + 1} on."));
        }
    }

    private CompiledWriteBack WriteBack(WriteBackStage stage, int index, StageScope scope)
    {
        var what = $"Write back “{stage.Name}”";
        StagePath? entity = null;
        if (!Enum.IsDefined(stage.Kind))
            Add(At("writeBack", index, "kind"), $"{what}: there is no such kind.");
        if (stage.Kind != WriteBackKind.Stock)
        {
            var called = stage.By is null ? "entity id" : "number";
            entity = Path(stage.Entity, scope, At("writeBack", index, "entity"), $"{what}: the path to the order's {called}");
            if (entity is { Lists: > 0 })
                Add(At("writeBack", index, "entity"), $"{what}: the path to the order's {called} goes through a list; pick one item with [0].");
        }

        if (stage.By is { } by && (by != LookUpKeys.OrderNumber || stage.Kind == WriteBackKind.Stock))
            Add(At("writeBack", index, "by"), $"{what}: an order is found by its id or by {LookUpKeys.OrderNumber}, and stock by neither.");

        var only = string.IsNullOrEmpty(stage.OnlyWith) ? null : Path(stage.OnlyWith, scope, At("writeBack", index, "onlyWith"), $"{what}: the path that must have a value");
        var rows = Rows(stage.Rows, scope, At("writeBack", index, "rows"), what);
        foreach (var problem in WriteBackFields.Check(stage.Kind, rows))
            Add(At("writeBack", index, "rows"), $"{what}: {problem}.");
        return new CompiledWriteBack(stage, entity, rows, only);
    }

    private ImmutableArray<CompiledRow> Rows(ImmutableArray<MapRow> rows, StageScope scope, string field, string stage)
    {
        if (rows.Length > MaxRows)
            Add(field, string.Create(CultureInfo.InvariantCulture, $"{stage}: there are {rows.Length} rows; at most {MaxRows} fit."));
        var compiled = rows.Select((row, i) => Row(row, i, scope, field, stage)).OfType<CompiledRow>().ToImmutableArray();
        foreach (var twice in compiled.GroupBy(r => r.Target.Text, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Add(At(field, twice.Last().Number - 1, "target"), $"{stage}, row {twice.Last().Number}: the target “{twice.Key}” has a row already.");
        return compiled;
    }

    private CompiledRow? Row(MapRow row, int index, StageScope scope, string field, string stage)
    {
        var before = _problems.Count;
        var place = string.Create(CultureInfo.InvariantCulture, $"{stage}, row {index + 1}");
        var target = TargetPath.Parse(row.Target, out var problem);
        if (target is null)
            Add(At(field, index, "target"), $"{place}: the target “{row.Target}” {problem}.");
        var value = row.Value ?? new StageValue();
        StagePath? path = null;
        StageText? text = null;
        JsonElement constant = default;
        if ((value.Path is not null ? 1 : 0) + (value.Constant is not null ? 1 : 0) + (value.Text is not null ? 1 : 0) != 1)
            Add(At(field, index, "value"), $"{place} ({row.Target}): the value must be a path, a constant or text, exactly one of them.");
        else if (value.Path is not null)
            path = Path(value.Path, scope, At(field, index, "value"), $"{place} ({row.Target}): the path");
        else if (value.Text is not null)
            text = Text(value.Text, scope, At(field, index, "value"), $"{place} ({row.Target}): the text");
        else
            constant = Constant(value.Constant!, At(field, index, "value"), $"{place} ({row.Target})");

        StageConversions? convert = null;
        if (row.Convert is { } converter)
        {
            convert = StageConversions.Create(converter, out var wrong);
            if (wrong is not null)
                Add(At(field, index, "convert"), $"{place} ({row.Target}): {wrong}.");
        }

        return _problems.Count > before ? null : new CompiledRow(index + 1, target!, path, text, constant, convert, row.IsRequired);
    }

    private JsonElement Constant(string json, string field, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            Add(field, $"{place}: the constant is no JSON. Text stands in quotation marks, such as \"EUR\".");
            return default;
        }
    }

    private StagePath? Path(string? path, StageScope scope, string field, string place)
    {
        var parsed = StagePath.Parse(path, scope, out var problem);
        if (problem is not null)
            Add(field, string.IsNullOrEmpty(path) ? $"{place} {problem}." : $"{place} “{path}” {problem}.");
        return parsed;
    }

    private StageText? Text(string? text, StageScope scope, string field, string place)
    {
        var parsed = StageText.Parse(text, scope, out var problem);
        if (problem is not null)
            Add(field, $"{place} {problem}.");
        return parsed;
    }

    // What is typed stays below the address that it is added to: an address of its own, or a way up, would lead elsewhere.
    private static string? WhyNoPath(string path)
    {
        var plain = path.Split('?')[0];
        return path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? "holds a blank"
            : path.Contains('\\', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal) ? "holds a character that stands in no path"
            : plain.Contains("://", StringComparison.Ordinal) || plain.StartsWith("//", StringComparison.Ordinal) ? "is an address of its own; write only what follows the one that is configured"
            : plain.Split('/').Any(s => s is "." or ".." || s.Contains("%2e", StringComparison.OrdinalIgnoreCase)) ? "leads up, out of the address that is configured"
            : null;
    }

    private static string At(string list, int index, string part) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{part}");

    private void Add(string field, string message) => _problems.Add(new StageProblem(field, message));
}
