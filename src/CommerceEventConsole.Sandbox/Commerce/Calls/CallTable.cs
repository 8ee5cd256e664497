using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>
/// All calls, found by method and path. A table of our own instead of a route each: the calls are there under three base addresses and in three ways,
/// and a sandbox has to start in no time.
/// </summary>
internal sealed class CallTable
{
    private readonly List<(string Method, string[] Parts, CommerceCall Call)> _calls;
    private readonly List<(string Method, string[] Parts, CommerceCall Call)> _bulk;

    public CallTable(IEnumerable<ICommerceCalls> groups)
    {
        var calls = groups.SelectMany(group => group.All).ToList();
        _calls = [.. calls.Select(call => (call.Method, call.Template.Split('/'), call))];
        _bulk = [.. calls.Select(call => (call.Method, call.BulkTemplate.Split('/'), call))];
    }

    /// <summary>Finds a call, and what varies in its path. A part that is written out goes before one that varies.</summary>
    public bool TryFind(string method, string path, bool bulk, [NotNullWhen(true)] out CommerceCall? call, out Dictionary<string, string> values)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var best = (bulk ? _bulk : _calls)
            .Where(one => one.Method == method && one.Parts.Length == parts.Length && Fits(one.Parts, parts))
            .OrderBy(one => one.Parts.Count(IsVariable)).FirstOrDefault();
        call = best.Call;
        values = new(StringComparer.Ordinal);
        if (call is null)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (IsVariable(best.Parts[i]))
                values[best.Parts[i][1..^1]] = parts[i];
        }
        return true;
    }

    private static bool Fits(string[] template, string[] parts)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (!IsVariable(template[i]) && !string.Equals(template[i], parts[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }

    private static bool IsVariable(string part) => part.StartsWith('{');
}
