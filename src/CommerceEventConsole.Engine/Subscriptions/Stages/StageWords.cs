using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>What people read about the stages of a route.</summary>
public static class StageWords
{
    /// <summary>One clause for each stage, in their order; none for <see cref="RouteStages.None"/>.</summary>
    public static IReadOnlyList<string> Of(RouteStages? stages)
    {
        if (stages is null or { IsNone: true })
            return [];
        var whole = StageJson.Whole(stages);
        var words = new List<string>();
        words.AddRange(whole.Enrich.Select(e => $"asks Commerce for {e.Path}{(e.By is null ? "" : $", found by {e.By},")} as {e.Name}{(e.MayBeMissing ? ", if it is there" : "")}"));
        if (whole.Map is { } map)
        {
            if (map.Template is not null)
                words.Add($"makes {map.MediaType} by a template");
            else
                words.AddRange(map.Rows.Select(r => $"makes {Of(r)}"));
        }

        if (whole.Send is { } send)
            words.Add(string.IsNullOrEmpty(send.Path) ? $"sends with {send.Method}" : $"sends with {send.Method} to {send.Path}");
        foreach (var back in whole.WriteBack)
        {
            var condition = back.OnlyWith is null ? "" : $", only with {back.OnlyWith}";
            var entity = back.Entity is null ? "" : $" of {(back.By is null ? "" : "the order with the number ")}{back.Entity}";
            words.Add($"writes back {Of(back.Kind)}{entity} as {back.Name}{condition}");
            words.AddRange(back.Rows.Select(r => $"writes back in {back.Name} {Of(r)}"));
        }

        return words;
    }

    /// <summary>What people call a kind of write-back, e.g. <c>the external id</c>.</summary>
    public static string Of(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => "the external id",
        WriteBackKind.OrderComment => "a comment",
        WriteBackKind.OrderStatus => "the status",
        WriteBackKind.Shipment => "a shipment",
        WriteBackKind.Invoice => "an invoice",
        _ => "stock",
    };

    /// <summary>What people call a stage in a sentence, e.g. <c>write back “comment”</c>.</summary>
    public static string Of(StageKind kind, string? name) => kind switch
    {
        StageKind.Enrich => $"ask Commerce for “{name}”",
        StageKind.Map => "mapping",
        StageKind.Send => "send",
        _ => $"write back “{name}”",
    };

    private static string Of(MapRow row)
    {
        var value = row.Value?.Path ?? row.Value?.Constant ?? row.Value?.Text ?? "nothing";
        var converted = row.Convert is not { } convert ? ""
            : convert.Conversion == StageConversion.LookUp ? $" by a look-up table of {convert.Table.Count} rows ({JsonSerializer.Serialize(convert.Table, StageJson.Written)})"
            : string.IsNullOrEmpty(convert.Argument) ? $" as {StageConversions.Word(convert.Conversion)}" : $" as {StageConversions.Word(convert.Conversion)} ({convert.Argument})";
        return $"{row.Target} from {value}{converted}{(row.IsRequired ? ", which must be there" : "")}";
    }
}
