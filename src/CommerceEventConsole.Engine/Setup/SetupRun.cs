using System.Globalization;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>One application of a setup file: what it found so far, and what it changed.</summary>
internal sealed class SetupRun(ConfigurationChange change, List<ValidationProblem> problems)
{
    // What could not be read is missing below: that would be the same mistake told twice.
    private readonly string[] _unreadable = [.. problems.Select(p => p.Field)];
    private readonly List<SetupStep> _steps = [];

    public ConfigurationChange Change => change;

    public List<ValidationProblem> Problems => problems;

    public IReadOnlyList<SetupStep> Steps => _steps;

    /// <summary>The ids of Commerce instances by name; -1 for those that could not be made.</summary>
    public Dictionary<string, int> Instances { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what came of one item.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="what">What it is, in words.</param>
    /// <param name="list">The list of the file.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="isNew">Whether it was not there before.</param>
    /// <param name="spell">How the file spells a field; null for as it is.</param>
    public void Take<T>(ChangeResult<T> result, string what, string list, int index, string? name, bool isNew, Func<string, string>? spell = null)
        where T : class
    {
        foreach (var problem in result.Problems)
        {
            var path = Place(list, index);
            if (problem.Field.Length > 0)
                path = $"{path}.{spell?.Invoke(problem.Field) ?? problem.Field}";
            if (!_unreadable.Any(u => IsWithin(u, path) || IsWithin(path, u)))
                problems.Add(new(path, problem.Message));
        }

        if (result.Succeeded)
            _steps.Add(new SetupStep(what, name?.Trim() ?? "", result.Outcome == ChangeOutcome.Unchanged ? SetupAction.Keeps : isNew ? SetupAction.Adds : SetupAction.Changes));
    }

    /// <summary>Whether an item of the file is what the store calls so.</summary>
    public static bool SameName(string stored, string? name) => stored.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Two items of one name would change each other back and forth at every start.</summary>
    public void RefuseTwins<T>(List<T> items, string list, string field, Func<T, string?> key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < items.Count; i++)
        {
            if (key(items[i])?.Trim() is { Length: > 0 } name && !seen.Add(name))
                problems.Add($"{Place(list, i)}.{field}", $"'{name}' stands in this file twice.");
        }
    }

    /// <summary>The id of what an item names; null, and a problem, where there is nothing of that name. No name is no problem.</summary>
    public int? Named(IReadOnlyDictionary<string, int> ids, string? name, string what, string list, int index, string field)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        if (ids.TryGetValue(name.Trim(), out var id))
            return id;
        problems.Add($"{Place(list, index)}.{field}", $"There is no {what} '{name}', neither in this file nor in the console.");
        return null;
    }

    private static string Place(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"$.{list}[{index}]");

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}

/// <summary>What a setup file does with something that it names.</summary>
public enum SetupAction
{
    /// <summary>It is there already as the file says.</summary>
    Keeps,

    /// <summary>It is there and becomes as the file says.</summary>
    Changes,

    /// <summary>It is made.</summary>
    Adds,
}

/// <summary>One thing that a setup file names.</summary>
/// <param name="What">What it is, such as <c>destination</c>.</param>
/// <param name="Name">What people call it; a source's slug.</param>
/// <param name="Action">What becomes of it.</param>
public sealed record SetupStep(string What, string Name, SetupAction Action)
{
    /// <summary>A sentence.</summary>
    public override string ToString() => Action switch
    {
        SetupAction.Adds => $"adds the {What} '{Name}'",
        SetupAction.Changes => $"changes the {What} '{Name}'",
        _ => $"leaves the {What} '{Name}' as it is",
    };
}
