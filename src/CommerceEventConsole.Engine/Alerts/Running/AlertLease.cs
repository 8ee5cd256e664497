using System.Globalization;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Running;

/// <summary>
/// Which node looks at the rules and sends: its name and until when, in one setting that is replaced only as it was read. A node that is gone
/// is followed by another as soon as its time is over.
/// </summary>
internal sealed class AlertLease(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "Alerts.Lease";

    /// <summary>Long enough for a look and its messages.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>Takes the lease, or keeps it; false where another node has it.</summary>
    public async Task<bool> TakeAsync(string owner, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var next = Text(now + Length, owner);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Settings.Where(s => s.Name == Setting);
        var held = await rows.Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
        if (held is null)
            return await AddAsync(context, next, cancellationToken);
        return IsFree(held, owner, now)
            && await rows.Where(s => s.Value == held).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, next), cancellationToken) > 0;
    }

    /// <summary>Gives the lease back, so that another node need not wait.</summary>
    public async Task ReleaseAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Settings.Where(s => s.Name == Setting);
        var held = await rows.Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
        if (held is null || !held.EndsWith("|" + owner, StringComparison.Ordinal))
            return;
        var free = Text(DateTimeOffset.UnixEpoch, owner);
        await rows.Where(s => s.Value == held).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, free), cancellationToken);
    }

    private static async Task<bool> AddAsync(ConsoleDbContext context, string value, CancellationToken cancellationToken)
    {
        context.Settings.Add(new Setting { Name = Setting, Value = value });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another node was faster; if it was something else, the next try says so.
            return false;
        }
    }

    private static string Text(DateTimeOffset until, string owner) =>
        string.Create(CultureInfo.InvariantCulture, $"{until.ToUnixTimeMilliseconds()}|{owner}");

    private static bool IsFree(string held, string owner, DateTimeOffset now)
    {
        var parts = held.Split('|', 2);
        return parts.Length < 2
            || parts[1].Equals(owner, StringComparison.Ordinal)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            || until < now.ToUnixTimeMilliseconds();
    }
}
