using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Engine.Access;

/// <summary>A person in the list of people.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Role">What they may do; null for nothing.</param>
/// <param name="HasPassword">False until they have used their link.</param>
/// <param name="IsLocked">Whether a person locked the account, or wrong passwords did for a while.</param>
/// <param name="CreatedAt">When they were added.</param>
public sealed record Person(string Id, string Email, string? Role, bool HasPassword, bool IsLocked, DateTimeOffset CreatedAt);

/// <summary>What came of a change to an account.</summary>
/// <param name="Problems">Why it was refused, in sentences; empty where it was done.</param>
/// <param name="LinkToken">The token of a link to set a password, where one was made.</param>
public sealed record PeopleResult(IReadOnlyList<string> Problems, string? LinkToken = null)
{
    /// <summary>Whether it was done.</summary>
    public bool Succeeded => Problems.Count == 0;
}

/// <summary>Accounts and what they may do. Each call has a scope of its own and leaves an entry in the audit log.</summary>
public sealed class People(IServiceScopeFactory scopes, EntryLinks links, TimeProvider time)
{
    private const string Unknown = "There is no such account any more.";
    private const string LastAdministrator = "This is the last administrator who can sign in. Make another person administrator first.";

    /// <summary>Everyone, by e-mail. Accounts are few; the list is bounded all the same.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ConsoleDbContext>();
        var now = time.GetUtcNow();
        var rows = await context.Users.AsNoTracking().OrderBy(u => u.Email).Take(1000)
            .Select(u => new
            {
                u.Id,
                u.Email,
                Role = context.UserRoles.Where(r => r.UserId == u.Id)
                    .Join(context.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name).FirstOrDefault(),
                HasPassword = u.PasswordHash != null,
                u.LockoutEnd,
                u.CreatedAt,
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(r => new Person(r.Id, r.Email ?? "", r.Role, r.HasPassword, r.LockoutEnd > now, r.CreatedAt));
    }

    /// <summary>Adds a person and makes the link by which they set a password.</summary>
    public Task<PeopleResult> AddAsync(string email, string role, string who, CancellationToken cancellationToken) =>
        ChangeAsync(async users =>
        {
            var user = NewUser(email);
            var problems = Problems(await users.CreateAsync(user).ConfigureAwait(false));
            if (problems.Count == 0)
                problems = Problems(await users.AddToRoleAsync(user, role).ConfigureAwait(false));
            return (user, problems, new Change(who, "person.added", null, role));
        }, withLink: true, cancellationToken);

    /// <summary>Makes a new link to set a password; the old password stays until it is used.</summary>
    public Task<PeopleResult> IssueLinkAsync(string userId, string who, CancellationToken cancellationToken) =>
        ChangeAsync(
            userId, (_, _, _) => Task.FromResult<IReadOnlyList<string>>([]), role => new Change(who, "person.link", role, role), withLink: true, cancellationToken);

    /// <summary>Gives a person another role. It holds from their next request; open screens follow within a minute.</summary>
    public Task<PeopleResult> ChangeRoleAsync(string userId, string role, string who, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async (users, user, current) =>
        {
            if (string.Equals(current, ConsoleRoles.Administrator, StringComparison.Ordinal) && !string.Equals(role, current, StringComparison.Ordinal)
                && await IsLastAdministratorAsync(users, user).ConfigureAwait(false))
                return [LastAdministrator];
            if (current is not null)
                await users.RemoveFromRoleAsync(user, current).ConfigureAwait(false);
            var added = await users.AddToRoleAsync(user, role).ConfigureAwait(false);
            await users.UpdateSecurityStampAsync(user).ConfigureAwait(false);
            return Problems(added);
        }, current => new Change(who, "person.role", current, role), withLink: false, cancellationToken);

    /// <summary>Locks an account until it is unlocked, or unlocks it.</summary>
    public Task<PeopleResult> SetLockedAsync(string userId, bool locked, string who, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async (users, user, current) =>
        {
            if (locked && string.Equals(current, ConsoleRoles.Administrator, StringComparison.Ordinal)
                && await IsLastAdministratorAsync(users, user).ConfigureAwait(false))
                return [LastAdministrator];
            // A hundred years: the databases disagree on what the greatest time is.
            var set = await users.SetLockoutEndDateAsync(user, locked ? time.Now().AddYears(100) : null).ConfigureAwait(false);
            if (!locked)
                await users.ResetAccessFailedCountAsync(user).ConfigureAwait(false);
            await users.UpdateSecurityStampAsync(user).ConfigureAwait(false);
            return Problems(set);
        }, current => new Change(who, locked ? "person.locked" : "person.unlocked", current, current), withLink: false, cancellationToken);

    /// <summary>Removes an account. What the person did stays in the audit log.</summary>
    public async Task<PeopleResult> RemoveAsync(string userId, string who, CancellationToken cancellationToken)
    {
        var result = await ChangeAsync(userId, async (users, user, current) =>
            string.Equals(current, ConsoleRoles.Administrator, StringComparison.Ordinal) && await IsLastAdministratorAsync(users, user).ConfigureAwait(false)
                ? [LastAdministrator]
                : Problems(await users.DeleteAsync(user).ConfigureAwait(false)),
            current => new Change(who, "person.removed", current, null), withLink: false, cancellationToken).ConfigureAwait(false);
        if (result.Succeeded)
            await links.VoidAsync(userId, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// Sets the password of the account that a link names, or makes the first administrator, and uses the link up. Nothing changes, and
    /// the link stays good, where the password or e-mail is refused. The result's account signs in.
    /// </summary>
    public async Task<(ConsoleUser? User, IReadOnlyList<string> Problems)> EnterAsync(
        string token, string? email, string password, CancellationToken cancellationToken)
    {
        ConsoleUser? entered = null;
        var problems = await InTransactionAsync(async (context, users) =>
        {
            if (await links.FindAsync(context, token, cancellationToken).ConfigureAwait(false) is not { } link
                || !await EntryLinks.UseAsync(context, token, cancellationToken).ConfigureAwait(false))
                return ["This link was used already, or is too old."];
            if (link.UserId is null)
            {
                (entered, var refused) = await CreateFirstAsync(users, email ?? "", password, cancellationToken).ConfigureAwait(false);
                Audit(context, "first-run link", "person.added", email ?? "", null, ConsoleRoles.Administrator);
                return refused;
            }

            entered = await users.FindByIdAsync(link.UserId).ConfigureAwait(false);
            if (entered is null)
                return [Unknown];
            var reset = await users.GeneratePasswordResetTokenAsync(entered).ConfigureAwait(false);
            Audit(context, entered.Email ?? "", "person.password", entered.Email ?? "", null, null);
            return Problems(await users.ResetPasswordAsync(entered, reset, password).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
        return (problems.Count == 0 ? entered : null, problems);
    }

    /// <summary>Makes the administrator that the configuration names. The result says why not, in sentences.</summary>
    internal Task<IReadOnlyList<string>> CreateFirstAdministratorAsync(string email, string password, CancellationToken cancellationToken) =>
        InTransactionAsync(async (context, users) =>
        {
            Audit(context, "configuration", "person.added", email, null, ConsoleRoles.Administrator);
            return (await CreateFirstAsync(users, email, password, cancellationToken).ConfigureAwait(false)).Problems;
        }, cancellationToken);

    private async Task<(ConsoleUser? User, IReadOnlyList<string> Problems)> CreateFirstAsync(
        UserManager<ConsoleUser> users, string email, string password, CancellationToken cancellationToken)
    {
        if (await users.Users.AnyAsync(cancellationToken).ConfigureAwait(false))
            return (null, ["There is an administrator already."]);
        var user = NewUser(email);
        var problems = Problems(await users.CreateAsync(user, password).ConfigureAwait(false));
        if (problems.Count == 0)
            problems = Problems(await users.AddToRoleAsync(user, ConsoleRoles.Administrator).ConfigureAwait(false));
        return (user, problems);
    }

    private Task<PeopleResult> ChangeAsync(
        string userId,
        Func<UserManager<ConsoleUser>, ConsoleUser, string?, Task<IReadOnlyList<string>>> change,
        Func<string?, Change> describe,
        bool withLink,
        CancellationToken cancellationToken) => ChangeAsync(async users =>
        {
            if (await users.FindByIdAsync(userId).ConfigureAwait(false) is not { } user)
                return (null, [Unknown], describe(null));
            var role = (await users.GetRolesAsync(user).ConfigureAwait(false)).FirstOrDefault();
            return (user, await change(users, user, role).ConfigureAwait(false), describe(role));
        }, withLink, cancellationToken);

    private async Task<PeopleResult> ChangeAsync(
        Func<UserManager<ConsoleUser>, Task<(ConsoleUser? User, IReadOnlyList<string> Problems, Change Change)>> change,
        bool withLink,
        CancellationToken cancellationToken)
    {
        string? changed = null;
        var problems = await InTransactionAsync(async (context, users) =>
        {
            var (user, refused, what) = await change(users).ConfigureAwait(false);
            changed = user?.Id;
            Audit(context, what.Who, what.Action, user?.Email ?? "", what.Before, what.After);
            return refused;
        }, cancellationToken).ConfigureAwait(false);
        var link = problems.Count == 0 && withLink ? await links.IssueAsync(changed, cancellationToken).ConfigureAwait(false) : null;
        return new PeopleResult(problems, link);
    }

    private async Task<IReadOnlyList<string>> InTransactionAsync(
        Func<ConsoleDbContext, UserManager<ConsoleUser>, Task<IReadOnlyList<string>>> work, CancellationToken cancellationToken)
    {
        await using var outer = scopes.CreateAsyncScope();
        var strategy = outer.ServiceProvider.GetRequiredService<ConsoleDbContext>().Database.CreateExecutionStrategy();
        return await strategy.ExecuteAsync(async () =>
        {
            // A retry starts from a clean context.
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<ConsoleDbContext>();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

            // One change at a time, so that two cannot each remove the last administrator but one. A lock instead of a stricter isolation
            // level: on SQL Server that level would stay with the pooled connection, for whoever uses it next.
            await context.Counters.Where(c => c.Name == Counter.Accounts)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken).ConfigureAwait(false);
            var problems = await work(context, users).ConfigureAwait(false);
            if (problems.Count > 0)
                return problems;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return problems;
        }).ConfigureAwait(false);
    }

    private async Task<bool> IsLastAdministratorAsync(UserManager<ConsoleUser> users, ConsoleUser user)
    {
        var now = time.GetUtcNow();
        var administrators = await users.GetUsersInRoleAsync(ConsoleRoles.Administrator).ConfigureAwait(false);
        return !administrators.Any(a => !string.Equals(a.Id, user.Id, StringComparison.Ordinal) && a.PasswordHash is not null && !(a.LockoutEnd > now));
    }

    private ConsoleUser NewUser(string email) =>
        new() { UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true, CreatedAt = time.Now() };

    private void Audit(ConsoleDbContext context, string who, string action, string email, string? roleBefore, string? roleAfter) =>
        context.AuditEntries.Add(new AuditEntry
        {
            At = time.Now(),
            Who = who,
            Action = action,
            Subject = email,
            Before = roleBefore is null ? null : JsonSerializer.Serialize(new { role = roleBefore }),
            After = roleAfter is null ? null : JsonSerializer.Serialize(new { role = roleAfter }),
        });

    private static IReadOnlyList<string> Problems(IdentityResult result) =>
        result.Succeeded ? [] : [.. result.Errors.Select(e => e.Description).Distinct(StringComparer.Ordinal)];

    private sealed record Change(string Who, string Action, string? Before, string? After);
}
