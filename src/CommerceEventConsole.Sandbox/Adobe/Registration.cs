namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>State of the event registration (spec 2.8).</summary>
internal enum RegistrationState
{
    /// <summary>The console has not answered the challenge yet.</summary>
    Unverified,

    /// <summary>Events are pushed.</summary>
    Active,

    /// <summary>Too many attempts failed; events are still pushed and the state is looked at again after a day.</summary>
    Unstable,

    /// <summary>New events are not pushed; retries that are scheduled still run. A challenge makes it active again.</summary>
    Disabled,
}

/// <summary>The registration: its state and the attempts of the last 24 hours that decide it.</summary>
internal sealed class Registration(TimeProvider time)
{
    private const int FewAttempts = 10;
    private const double FailureShareLimit = 0.8;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<Minute> _minutes = new();
    private readonly TaskCompletionSource _usable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Minute? _current;
    private RegistrationState _state;
    private DateTimeOffset _unstableSince;

    /// <summary>Id of the registration, part of the validation address.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    public RegistrationState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Attempts and failures of the last 24 hours.</summary>
    public (int Attempts, int Failures) LastDay
    {
        get
        {
            lock (_gate)
                return Count();
        }
    }

    /// <summary>Returns once the challenge was answered for the first time.</summary>
    public Task WhenVerifiedAsync(CancellationToken cancellationToken) => _usable.Task.WaitAsync(cancellationToken);

    /// <summary>The challenge was answered: the registration starts over.</summary>
    public void Activate()
    {
        lock (_gate)
        {
            _minutes.Clear();
            _current = null;
            _state = RegistrationState.Active;
            _usable.TrySetResult();
        }
    }

    /// <summary>The challenge failed. A registration that was verified before is disabled by that.</summary>
    public void ChallengeFailed()
    {
        lock (_gate)
        {
            if (_state != RegistrationState.Unverified)
                _state = RegistrationState.Disabled;
        }
    }

    /// <summary>Counts an attempt and moves the state on.</summary>
    public void Record(bool success)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_current is null || now - _current.Start >= Step)
                _minutes.Enqueue(_current = new Minute(now));
            _current.Attempts++;
            _current.Failures += success ? 0 : 1;
            Evaluate(now);
        }
    }

    private void Evaluate(DateTimeOffset now)
    {
        var (attempts, failures) = Count();
        var bad = attempts >= FewAttempts && failures >= FailureShareLimit * attempts;
        if (_state == RegistrationState.Active && bad)
        {
            _state = RegistrationState.Unstable;
            _unstableSince = now;
        }
        else if (_state == RegistrationState.Unstable && now - _unstableSince >= Window)
        {
            _state = bad ? RegistrationState.Disabled : RegistrationState.Active;
        }
    }

    private (int Attempts, int Failures) Count()
    {
        var oldest = time.GetUtcNow() - Window;
        while (_minutes.TryPeek(out var first) && first.Start < oldest)
            _minutes.Dequeue();
        return (_minutes.Sum(minute => minute.Attempts), _minutes.Sum(minute => minute.Failures));
    }

    private sealed class Minute(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        public int Attempts { get; set; }

        public int Failures { get; set; }
    }
}
