using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Access;

/// <summary>What a start found out about the first administrator.</summary>
/// <param name="LinkToken">The token of the single-use link that makes one; null where there are people already.</param>
/// <param name="Problems">Why the configured one could not be made, in sentences.</param>
public sealed record FirstStartResult(string? LinkToken, IReadOnlyList<string> Problems);

/// <summary>Makes the roles, and sees to it that somebody can sign in.</summary>
public sealed class FirstStart(IServiceScopeFactory scopes, EntryLinks links, IOptions<AccessOptions> options)
{
    /// <summary>Runs at every start, after migrations and before anyone is served.</summary>
    public async Task<FirstStartResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await MakeRolesAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>()).ConfigureAwait(false);
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        if (await users.Users.AnyAsync(cancellationToken).ConfigureAwait(false))
            return new FirstStartResult(null, []);
        var first = options.Value.FirstAdministrator;
        if (string.IsNullOrWhiteSpace(first.Email))
            return new FirstStartResult(await links.IssueAsync(userId: null, cancellationToken).ConfigureAwait(false), []);

        var people = scope.ServiceProvider.GetRequiredService<People>();
        var problems = await people.CreateFirstAdministratorAsync(first.Email, first.Password!, cancellationToken).ConfigureAwait(false);
        return new FirstStartResult(null, [.. problems.Select(p => "Access:FirstAdministrator: " + p)]);
    }

    private static async Task MakeRolesAsync(RoleManager<IdentityRole> roles)
    {
        foreach (var name in ConsoleRoles.All)
        {
            if (await roles.RoleExistsAsync(name).ConfigureAwait(false))
                continue;
            try
            {
                await roles.CreateAsync(new IdentityRole(name)).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (Exists(roles, name))
            {
                // Another node that starts at the same time was faster.
            }
        }
    }

    private static bool Exists(RoleManager<IdentityRole> roles, string name) =>
        roles.Roles.AsNoTracking().Any(r => r.Name == name);
}
