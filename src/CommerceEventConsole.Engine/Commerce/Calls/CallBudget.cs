using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Calls;

/// <summary>
/// How many calls to one instance may begin and be under way: a token bucket and a count, with a queue in which resynchronisation stands
/// behind all others. Written here because it needs both, two queues and the console's clock, which the framework's limiters do not have.
/// </summary>
internal sealed class CallBudget(TimeProvider time, CommerceOptions options)
{
    private const int Urgent = 0;
    private const int Patient = 1;

    private readonly Lock _gate = new();
    private readonly Queue<Waiter>[] _queues = [new(), new()];
    private int _perMinute;
    private int _parallel = 1;
    private double _tokens;
    private DateTimeOffset _filledAt;
    private DateTimeOffset _aloneUntil;
    private int _inFlight;
    private int _patientInFlight;
    private ITimer? _timer;

    /// <summary>Sets its size.</summary>
    /// <param name="perMinute">Calls begun in a minute at most; 0 for no limit.</param>
    /// <param name="parallel">Calls under way at most.</param>
    public void Resize(int perMinute, int parallel)
    {
        List<Waiter>? granted = null;
        lock (_gate)
        {
            if (perMinute == _perMinute && parallel == _parallel)
                return;
            if (_perMinute == 0)
                (_tokens, _filledAt) = (double.MaxValue, time.GetUtcNow());
            (_perMinute, _parallel) = (perMinute, Math.Max(1, parallel));
            _tokens = Math.Min(_tokens, Burst);
            granted = Grant();
        }

        Tell(granted);
    }

    /// <summary>Waits for leave to make one call; disposing what it gives ends the call.</summary>
    /// <exception cref="CommerceException">Commerce asked to be left alone for longer than calls wait, or too many calls wait already.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<Turn> TakeAsync(CommercePurpose purpose, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(purpose == CommercePurpose.Resync);
        List<Waiter> granted;
        lock (_gate)
        {
            var alone = _aloneUntil - time.GetUtcNow();
            if (alone > options.LongestWait)
                throw LeftAlone(alone);
            if (_queues[Urgent].Count + _queues[Patient].Count >= options.QueueLength)
                throw new CommerceException("Too many calls to Commerce wait already.") { IsTransient = true, WasNotSent = true };
            _queues[waiter.IsPatient ? Patient : Urgent].Enqueue(waiter);
            granted = Grant();
        }

        Tell(granted);
        await using (cancellationToken.UnsafeRegister(static (w, token) => ((Waiter)w!).TrySetCanceled(token), waiter))
            await waiter.Task;
        return new Turn(this, waiter.IsPatient);
    }

    /// <summary>Commerce asked to be left alone: no call begins before.</summary>
    /// <param name="wait">For how long; null where it did not say.</param>
    public void LeaveAlone(TimeSpan? wait)
    {
        List<Waiter> tooLong = [];
        lock (_gate)
        {
            var until = time.GetUtcNow() + (wait ?? options.BusyDelay);
            if (until > _aloneUntil)
                _aloneUntil = until;
            if (_aloneUntil - time.GetUtcNow() > options.LongestWait)
            {
                foreach (var queue in _queues)
                {
                    tooLong.AddRange(queue.Where(w => w.TryClaim()));
                    queue.Clear();
                }
            }
        }

        foreach (var waiter in tooLong)
            waiter.TrySetException(LeftAlone(wait));
    }

    private static CommerceException LeftAlone(TimeSpan? wait) =>
        new("Commerce asked to be left alone for a while.") { IsTransient = true, WasNotSent = true, RetryAfter = wait };

    // Enough that calls which come together go together, and no more than a second's worth beyond that.
    private double Burst => Math.Max(_parallel, _perMinute / 60.0);

    private void End(bool isPatient)
    {
        List<Waiter> granted;
        lock (_gate)
        {
            _inFlight--;
            if (isPatient)
                _patientInFlight--;
            granted = Grant();
        }

        Tell(granted);
    }

    private List<Waiter> Grant()
    {
        List<Waiter> granted = [];
        while (_inFlight < _parallel && Next() is { } queue)
        {
            var wait = Wait();
            if (wait > TimeSpan.Zero)
            {
                _timer ??= time.CreateTimer(static budget => ((CallBudget)budget!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
                break;
            }

            var waiter = queue.Dequeue();
            if (!waiter.TryClaim())
                continue;
            if (_perMinute > 0)
                _tokens--;
            _inFlight++;
            if (waiter.IsPatient)
                _patientInFlight++;
            granted.Add(waiter);
        }

        return granted;
    }

    // One place is kept free of long comparisons, so that a delivery need not wait for one of their answers.
    private Queue<Waiter>? Next()
    {
        foreach (var queue in _queues)
        {
            while (queue.TryPeek(out var first) && first.IsGone)
                queue.Dequeue();
        }

        if (_queues[Urgent].Count > 0)
            return _queues[Urgent];
        return _queues[Patient].Count > 0 && (_parallel == 1 || _patientInFlight < _parallel - 1) ? _queues[Patient] : null;
    }

    private TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        if (_aloneUntil > now)
            return _aloneUntil - now;
        if (_perMinute == 0)
            return TimeSpan.Zero;
        _tokens = Math.Min(Burst, _tokens + ((now - _filledAt).TotalMinutes * _perMinute));
        _filledAt = now;

        // A timer has whole milliseconds: one more, so that it never comes too early and finds nothing.
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - _tokens) / _perMinute) + TimeSpan.FromMilliseconds(1);
    }

    private void Ring()
    {
        List<Waiter> granted;
        lock (_gate)
            granted = Grant();
        Tell(granted);
    }

    private static void Tell(List<Waiter> granted)
    {
        foreach (var waiter in granted)
            waiter.TrySetResult();
    }

    /// <summary>Leave to make one call.</summary>
    internal sealed class Turn(CallBudget budget, bool isPatient) : IDisposable
    {
        private CallBudget? _budget = budget;

        public void Dispose() => Interlocked.Exchange(ref _budget, null)?.End(isPatient);
    }

    private sealed class Waiter(bool isPatient) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private int _claimed;

        public bool IsPatient => isPatient;

        public bool IsGone => Task.IsCompleted;

        /// <summary>Whether it is still waited for; the one who claims it must tell it so.</summary>
        public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

        /// <summary>Gives up, unless leave was given at the same time.</summary>
        public new bool TrySetCanceled(CancellationToken cancellationToken) => TryClaim() && base.TrySetCanceled(cancellationToken);
    }
}
