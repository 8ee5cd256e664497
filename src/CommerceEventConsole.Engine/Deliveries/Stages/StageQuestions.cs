using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>
/// Asks Commerce as rarely as can be: questions of one kind that come together go in one call, and an answer serves again for deliveries
/// that were made before it was asked for. For later ones it is asked anew: what they are about may have changed since.
/// </summary>
internal sealed class StageQuestions(IStageCommerce commerce, TimeProvider time, IOptions<StageOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int? InstanceId, string Path, string? By), Asked> _asked = [];
    private readonly Dictionary<(int? InstanceId, KnownQuestion Question), List<Asked>> _gathering = [];
    private readonly CancellationTokenSource _end = new();

    private StageOptions Options => options.Value;

    /// <summary>The answer to a question; null where Commerce has no such thing.</summary>
    /// <param name="instanceId">The Commerce instance; null for the only one there is.</param>
    /// <param name="path">Below the instance's REST prefix.</param>
    /// <param name="by">The field that the path's key is searched in (<see cref="LookUpKeys"/>); null for the id that the address takes.</param>
    /// <param name="since">An answer must have been asked for after this.</param>
    /// <param name="cancellationToken">Gives it up; others that wait for the same answer go on.</param>
    /// <exception cref="CommerceException">Commerce did not answer, or knows several.</exception>
    /// <exception cref="StageException">There is no key to search.</exception>
    public async Task<JsonElement?> AskAsync(int? instanceId, string path, string? by, DateTimeOffset since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        path = path.TrimStart('/');
        var known = KnownQuestion.Of(path, by);
        if (by is not null && known is null)
            throw KnownQuestion.NoKey(by);
        var isNew = false;
        Asked? asked;
        lock (_lock)
        {
            var now = time.Now();
            if (!_asked.TryGetValue((instanceId, path, by), out asked) || !asked.Serves(since + Options.ClockTolerance, now - Options.KeepAnswers))
            {
                asked = new Asked(instanceId, path, by, now);
                isNew = true;
                Keep(asked);
            }
        }

        if (isNew)
            Begin(asked, known);
        else
            await commerce.SavedAsync(instanceId, 1, cancellationToken).ConfigureAwait(false);
        return await asked.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends calls that are under way.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private void Keep(Asked asked)
    {
        if (_asked.Count >= Options.KeptAnswers)
        {
            var old = time.Now() - Options.KeepAnswers;
            foreach (var (key, _) in _asked.Where(a => a.Value.Answer.Task.IsCompleted && a.Value.At < old).ToList())
                _asked.Remove(key);
            if (_asked.Count >= Options.KeptAnswers)
                _asked.Clear();
        }

        _asked[(asked.InstanceId, asked.Path, asked.By)] = asked;
    }

    private void Begin(Asked asked, (KnownQuestion Question, string Key)? kind)
    {
        if (kind is not { } known || (Options.GatherSize == 1 && !known.Question.IsSearchOnly))
        {
            _ = AskOneAsync(asked);
            return;
        }

        asked.Key = known.Key;
        lock (_lock)
        {
            var place = (asked.InstanceId, known.Question);
            if (_gathering.TryGetValue(place, out var waiting))
            {
                waiting.Add(asked);
                return;
            }

            _gathering[place] = [asked];
        }

        _ = AskTogetherAsync(asked.InstanceId, known.Question);
    }

    private async Task AskTogetherAsync(int? instanceId, KnownQuestion question)
    {
        await Task.Delay(Options.GatherTime, time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<Asked> all;
        lock (_lock)
        {
            _gathering.Remove((instanceId, question), out var waiting);
            all = waiting!;
        }

        foreach (var some in all.Chunk(Options.GatherSize))
            await (some.Length == 1 && !question.IsSearchOnly ? AskOneAsync(some[0]) : AskManyAsync(instanceId, question, some)).ConfigureAwait(false);
    }

    private async Task AskOneAsync(Asked asked)
    {
        try
        {
            asked.Answer.TrySetResult(await commerce.GetAsync(asked.InstanceId, asked.Path, _end.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            Fail(asked, e);
        }
    }

    private async Task AskManyAsync(int? instanceId, KnownQuestion question, Asked[] some)
    {
        try
        {
            var keys = some.Select(a => a.Key).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var found = await commerce.GetManyAsync(instanceId, question, keys, _end.Token).ConfigureAwait(false);
            foreach (var asked in some)
            {
                try
                {
                    asked.Answer.TrySetResult(question.Among(found, asked.Key));
                }
                catch (CommerceException e)
                {
                    Fail(asked, e);
                }
            }
        }
        catch (CommerceException e) when (!e.IsTransient && !question.IsSearchOnly)
        {
            // One that Commerce cannot read must not take the others with it.
            foreach (var asked in some)
                await AskOneAsync(asked).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            foreach (var asked in some)
                Fail(asked, e);
        }
    }

    // What failed is asked again by whoever comes next.
    private void Fail(Asked asked, Exception e)
    {
        lock (_lock)
        {
            if (_asked.TryGetValue((asked.InstanceId, asked.Path, asked.By), out var kept) && kept == asked)
                _asked.Remove((asked.InstanceId, asked.Path, asked.By));
        }

        asked.Answer.TrySetException(e is OperationCanceledException ? new CommerceException("The question was given up.", null, e) { IsTransient = true } : e);
        _ = asked.Answer.Task.Exception;
    }

    private sealed class Asked(int? instanceId, string path, string? by, DateTimeOffset at)
    {
        public int? InstanceId => instanceId;

        public string Path => path;

        public string? By => by;

        public DateTimeOffset At => at;

        public string Key { get; set; } = "";

        public TaskCompletionSource<JsonElement?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Serves(DateTimeOffset since, DateTimeOffset oldest) => at >= since && (at >= oldest || !Answer.Task.IsCompleted);
    }
}
