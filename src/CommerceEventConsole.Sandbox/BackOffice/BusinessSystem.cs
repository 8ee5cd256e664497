namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>How a call to a system ended.</summary>
internal enum ReceiptOutcome
{
    /// <summary>Taken; a number was given.</summary>
    Accepted,

    /// <summary>Taken before; the same number was given again.</summary>
    Duplicate,

    /// <summary>Refused for a reason of business.</summary>
    Refused,

    /// <summary>Refused because the request itself is wrong.</summary>
    Invalid,

    /// <summary>Met by a fault that is set.</summary>
    Faulted,
}

/// <summary>One call to a system.</summary>
internal sealed record Receipt(
    long Number, string System, string Kind, string? WebhookId, DateTimeOffset Time, string? Type, string? OrderNumber,
    int Attempt, bool Duplicate, ReceiptOutcome Outcome, int Status, string? GivenNumber, string? Reason);

/// <summary>One back-office system (ERP, CRM, WMS, PIM): what it took, by which id, and how it misbehaves at the moment.</summary>
internal sealed class BusinessSystem(string name) : IFaulty
{
    private const int KnownIds = 50_000;
    private const int KeptReceipts = 5_000;
    private const int FirstNumber = 100_001;

    private readonly Lock _gate = new();
    private readonly BoundedMap<string, string> _takenById = new(KnownIds, StringComparer.Ordinal);
    private readonly BoundedMap<string, int> _attemptsById = new(KnownIds, StringComparer.Ordinal);
    private readonly BoundedLog<Receipt> _receipts = new(KeptReceipts);
    private readonly Dictionary<ReceiptOutcome, long> _counts = [];
    private int _given = FirstNumber - 1;
    private Fault _fault = new();

    public string Name => name;

    /// <summary>The fault that every call meets.</summary>
    public Fault Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    /// <summary>Counts an attempt of a delivery and returns how many there were.</summary>
    public int CountAttempt(string webhookId)
    {
        lock (_gate)
        {
            var attempts = (_attemptsById.TryGetValue(webhookId, out var before) ? before : 0) + 1;
            _attemptsById.Set(webhookId, attempts);
            return attempts;
        }
    }

    /// <summary>Takes a delivery once: the number given to it, and whether it was given before.</summary>
    public (string Number, bool Duplicate) Take(string webhookId, string kind)
    {
        lock (_gate)
        {
            if (_takenById.TryGetValue(webhookId, out var known))
                return (known, true);
            var number = NextNumber(kind);
            _takenById.Set(webhookId, number);
            return (number, false);
        }
    }

    /// <summary>Gives a number that was never given before.</summary>
    public string NextNumber(string kind)
    {
        lock (_gate)
            return $"{PrefixOf(kind)}-{Text.Of(++_given)}";
    }

    /// <summary>Whether a delivery was taken before.</summary>
    public bool HasTaken(string webhookId)
    {
        lock (_gate)
            return _takenById.TryGetValue(webhookId, out _);
    }

    public void Record(Func<long, Receipt> create)
    {
        lock (_gate)
        {
            _receipts.Add(number =>
            {
                var receipt = create(number);
                _counts[receipt.Outcome] = _counts.GetValueOrDefault(receipt.Outcome) + 1;
                return receipt;
            });
        }
    }

    public IReadOnlyList<Receipt> After(long number, int take) => _receipts.After(number, take);

    public IReadOnlyList<Receipt> Latest(int take) => _receipts.Latest(take);

    public SystemSummary Summary()
    {
        lock (_gate)
        {
            return new SystemSummary(name, Fault,
                _counts.GetValueOrDefault(ReceiptOutcome.Accepted), _counts.GetValueOrDefault(ReceiptOutcome.Duplicate),
                _counts.GetValueOrDefault(ReceiptOutcome.Refused), _counts.GetValueOrDefault(ReceiptOutcome.Invalid),
                _counts.GetValueOrDefault(ReceiptOutcome.Faulted));
        }
    }

    private static string PrefixOf(string kind) => kind switch
    {
        "orders" => "SO",
        "customers" => "CU",
        "products" => "AR",
        "stock" => "ST",
        "shipments" => "SH",
        "creditmemos" => "CM",
        _ => "IN",
    };
}

/// <summary>Counters of a system.</summary>
internal sealed record SystemSummary(string System, Fault Fault, long Accepted, long Duplicates, long Refused, long Invalid, long Faulted);
