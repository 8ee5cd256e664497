using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>A further header as it is being entered.</summary>
public sealed class HeaderEntry
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Null keeps the stored value.</summary>
    public string? Value { get; set; }

    /// <summary>Whether the store holds a value for it.</summary>
    public bool IsStored { get; init; }
}

/// <summary>A destination as it is being entered.</summary>
internal sealed class DestinationEntry
{
    public string Name { get; set; } = "";

    public DestinationKind Kind { get; set; } = DestinationKind.Erp;

    public string Url { get; set; } = "";

    /// <summary>Null keeps the stored one; empty means none.</summary>
    public string? Secret { get; set; }

    public List<HeaderEntry> Headers { get; } = [];

    public bool AllowPrivateAddress { get; set; }

    public int MaxConcurrency { get; set; }

    public int TimeoutSeconds { get; set; }

    public int MaxAttempts { get; set; }

    public int FirstRetrySeconds { get; set; }

    public int MaxRetrySeconds { get; set; }

    /// <summary>A new one with the usual limits.</summary>
    public static DestinationEntry New() => From(new DestinationDraft("", DestinationKind.Erp, "", Secret: null, Headers: null, AllowPrivateAddress: false), []);

    public static DestinationEntry From(DestinationDraft draft, IEnumerable<string> headerNames)
    {
        var entry = new DestinationEntry
        {
            Name = draft.Name,
            Kind = draft.Kind,
            Url = draft.Url,
            AllowPrivateAddress = draft.AllowPrivateAddress,
            MaxConcurrency = draft.MaxConcurrency,
            TimeoutSeconds = draft.TimeoutSeconds,
            MaxAttempts = draft.MaxAttempts,
            FirstRetrySeconds = draft.FirstRetrySeconds,
            MaxRetrySeconds = draft.MaxRetrySeconds,
        };
        entry.Headers.AddRange(headerNames.Select(name => new HeaderEntry { Name = name, IsStored = true }));
        return entry;
    }

    public DestinationDraft ToDraft() => new(
        Name, Kind, Url.Trim(), Secret, [.. Headers.Select(h => new HeaderDraft(h.Name, h.Value))], AllowPrivateAddress)
    {
        MaxConcurrency = MaxConcurrency,
        TimeoutSeconds = TimeoutSeconds,
        MaxAttempts = MaxAttempts,
        FirstRetrySeconds = FirstRetrySeconds,
        MaxRetrySeconds = MaxRetrySeconds,
    };
}
