using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Where calls go (spec 6.11, 7.1, 7.2): PaaS has the store in the path and <c>async</c> before <c>V1</c>; SaaS a header, and <c>async</c> behind.</summary>
internal static class CommercePaths
{
    private const string Async = "async";
    private const string Bulk = "async/bulk";

    /// <summary>The path of a synchronous call.</summary>
    public static string Sync(CommerceInstance instance, string? store, string path) => $"{Prefix(instance, store)}/{path}";

    /// <summary>The path of an asynchronous call, for one entity or for many.</summary>
    public static string Deferred(CommerceInstance instance, string? store, string path, bool many)
    {
        var prefix = Prefix(instance, store);
        var kind = many ? Bulk : Async;
        var version = prefix.LastIndexOf('/') + 1;
        return instance.Kind == CommerceKind.SaaS ? $"{prefix}/{kind}/{path}" : $"{prefix[..version]}{kind}/{prefix[version..]}/{path}";
    }

    /// <summary>The store for the header <c>Store</c>; null on PaaS.</summary>
    public static string? Header(CommerceInstance instance, string? store) => instance.Kind == CommerceKind.SaaS ? store : null;

    // rest/V1 and rest/all/V1 both become rest/german/V1.
    private static string Prefix(CommerceInstance instance, string? store)
    {
        if (store is null || instance.Kind == CommerceKind.SaaS)
            return instance.PathPrefix;
        var parts = instance.PathPrefix.Split('/');
        var rest = Array.FindLastIndex(parts, part => part == "rest");
        return rest < 0 ? instance.PathPrefix : string.Join('/', [.. parts[..(rest + 1)], Uri.EscapeDataString(store), parts[^1]]);
    }
}
