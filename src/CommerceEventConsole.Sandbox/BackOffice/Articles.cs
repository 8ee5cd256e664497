namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>The articles of the shop that the ERP does not know yet.</summary>
internal sealed class Articles
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _missing = new(StringComparer.OrdinalIgnoreCase) { Shop.Vocabulary.UnknownSku };

    public IReadOnlyList<string> Missing
    {
        get
        {
            lock (_gate)
                return [.. _missing];
        }
    }

    public bool IsMissing(string sku)
    {
        lock (_gate)
            return _missing.Contains(sku);
    }

    /// <summary>Creates the article in the ERP; false when it was there.</summary>
    public bool Create(string sku)
    {
        lock (_gate)
            return _missing.Remove(sku);
    }
}
