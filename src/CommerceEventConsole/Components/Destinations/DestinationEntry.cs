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

    public int MaxPerSecond { get; set; }

    public RetryCurve RetryCurve { get; set; }

    public int MaxAgeHours { get; set; }

    public string FinalStatuses { get; set; } = "";

    public string RetriedStatuses { get; set; } = "";

    public int CircuitFailures { get; set; }

    public int CircuitPercent { get; set; }

    public int CircuitWindowSeconds { get; set; }

    public int CircuitMinimum { get; set; }

    public string HealthUrl { get; set; } = "";

    public int ProbeSeconds { get; set; }

    public int MaxProbeSeconds { get; set; }

    public int ProbesToClose { get; set; }

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
            MaxPerSecond = draft.MaxPerSecond,
            RetryCurve = draft.RetryCurve,
            MaxAgeHours = draft.MaxAgeHours,
            FinalStatuses = draft.FinalStatuses ?? "",
            RetriedStatuses = draft.RetriedStatuses ?? "",
            CircuitFailures = draft.CircuitFailures,
            CircuitPercent = draft.CircuitPercent,
            CircuitWindowSeconds = draft.CircuitWindowSeconds,
            CircuitMinimum = draft.CircuitMinimum,
            HealthUrl = draft.HealthUrl ?? "",
            ProbeSeconds = draft.ProbeSeconds,
            MaxProbeSeconds = draft.MaxProbeSeconds,
            ProbesToClose = draft.ProbesToClose,
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
        MaxPerSecond = MaxPerSecond,
        RetryCurve = RetryCurve,
        MaxAgeHours = MaxAgeHours,
        FinalStatuses = FinalStatuses,
        RetriedStatuses = RetriedStatuses,
        CircuitFailures = CircuitFailures,
        CircuitPercent = CircuitPercent,
        CircuitWindowSeconds = CircuitWindowSeconds,
        CircuitMinimum = CircuitMinimum,
        HealthUrl = HealthUrl,
        ProbeSeconds = ProbeSeconds,
        MaxProbeSeconds = MaxProbeSeconds,
        ProbesToClose = ProbesToClose,
    };
}
