using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>By what Commerce finds something.</summary>
public enum FoundBy
{
    /// <summary>Its id.</summary>
    Id,

    /// <summary>What people know it by: an order's number, a customer's e-mail address (<see cref="LookUpKeys"/>).</summary>
    Number,
}

/// <summary>A question to Commerce as it is being entered.</summary>
public sealed class EnrichEntry
{
    /// <summary>How later stages call the answer.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is asked for, with values in braces.</summary>
    public string Path { get; set; } = "";

    /// <summary>What the value at the end of the path is.</summary>
    public FoundBy By { get; set; }

    /// <summary>The Commerce instance; null for the only one.</summary>
    public int? InstanceId { get; set; }

    /// <summary>Whether there may be no such thing.</summary>
    public bool MayBeMissing { get; set; }

    /// <summary>The entry that changes nothing of a question.</summary>
    public static EnrichEntry From(EnrichStage stage) =>
        new() { Name = stage.Name, Path = stage.Path, By = stage.By is null ? FoundBy.Id : FoundBy.Number, InstanceId = stage.InstanceId, MayBeMissing = stage.MayBeMissing };

    /// <summary>The question.</summary>
    public EnrichStage ToStage() => new(Name.Trim(), Path.Trim(), InstanceId, MayBeMissing) { By = By == FoundBy.Number ? LookUpKeys.Of(Path) : null };

    /// <summary>Takes another path. One that ends in a number is found by it; one that has no number is not.</summary>
    public void SetPath(string path)
    {
        var was = LookUpKeys.Of(Path);
        Path = path;
        var field = LookUpKeys.Of(path);
        var last = path.Trim().Split('/')[^1];
        var isKept = By == FoundBy.Number && field == was;
        By = field is not null && (isKept || last == $"{{{field}}}" || last.EndsWith($".{field}}}", StringComparison.Ordinal)) ? FoundBy.Number : FoundBy.Id;
    }
}
