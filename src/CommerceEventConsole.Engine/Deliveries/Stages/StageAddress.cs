namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Addresses below a destination's own.</summary>
internal static class StageAddress
{
    /// <summary>Adds a path, and its query, to an address and its query. It never leads to another host.</summary>
    public static Uri Below(Uri address, string path)
    {
        var question = path.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : path[(question + 1)..];
        var plain = (question < 0 ? path : path[..question]).Trim('/');
        var own = address.Query.TrimStart('?');
        return new UriBuilder(address)
        {
            Path = plain.Length == 0 ? address.AbsolutePath : address.AbsolutePath.TrimEnd('/') + "/" + plain,
            Query = own.Length == 0 ? query : query.Length == 0 ? own : $"{own}&{query}",
        }.Uri;
    }
}
