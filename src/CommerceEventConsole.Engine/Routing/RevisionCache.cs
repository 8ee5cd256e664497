using System.Collections.Frozen;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Compiled revisions: the published ones, and a bounded number of others. Revisions never change, so nothing here goes stale.</summary>
internal sealed class RevisionCache(IOptions<RoutingOptions> options) : IDisposable
{
    private readonly MemoryCache _others = new(new MemoryCacheOptions { SizeLimit = options.Value.CachedRevisions });
    private volatile FrozenDictionary<int, CompiledSubscription> _published = FrozenDictionary<int, CompiledSubscription>.Empty;

    /// <summary>A revision that was compiled before; null otherwise.</summary>
    public CompiledSubscription? Find(int revisionId) =>
        _published.GetValueOrDefault(revisionId) ?? _others.Get<CompiledSubscription>(revisionId);

    /// <summary>The revisions that the table in force uses; they do not count against the bound.</summary>
    public void Publish(IReadOnlyDictionary<int, CompiledSubscription> published) => _published = published.ToFrozenDictionary();

    /// <summary>A revision ready for use, from memory where it is there; null, with the reason, where it cannot be compiled.</summary>
    public CompiledSubscription? Compile(SubscriptionRevision revision, out string? problem)
    {
        problem = null;
        if (Find(revision.Id) is { } known)
            return known;
        try
        {
            var compiled = CompiledSubscription.Compile(RevisionContent.Read(revision), out var problems);
            if (compiled is null)
                problem = string.Join(" ", problems);
            return compiled is null ? null : WithStages(compiled, revision, out problem);
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    // A route whose stages cannot be used must not send what they would have made something else of.
    private static CompiledSubscription? WithStages(CompiledSubscription compiled, SubscriptionRevision revision, out string? problem)
    {
        problem = null;
        if (RevisionContent.ReadStages(revision) is not { } stages)
            return compiled;
        var byDestination = new Dictionary<int, CompiledStages>();
        foreach (var (id, some) in stages)
        {
            if (CompiledStages.Compile(some, out var problems) is { } ready)
                byDestination[id] = ready;
            else
                problem = string.Join(' ', problems.Select(p => p.Message));
        }

        return problem is null ? compiled.With(byDestination.ToFrozenDictionary()) : null;
    }

    /// <summary>Keeps a revision that is not in force.</summary>
    public void Keep(int revisionId, CompiledSubscription compiled) =>
        _others.Set(revisionId, compiled, new MemoryCacheEntryOptions { Size = 1 });

    public void Dispose() => _others.Dispose();
}
