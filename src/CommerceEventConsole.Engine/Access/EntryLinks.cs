using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Access;

/// <summary>Whom a link lets set a password.</summary>
/// <param name="UserId">The account; null for the first administrator, who has none yet.</param>
public sealed record EntryLink(string? UserId);

/// <summary>
/// Single-use links by which a person sets a password: the first administrator's, and one for each person who is added. Only the hash
/// of a link is stored, so that whoever reads the database cannot use it.
/// </summary>
public sealed class EntryLinks(IDbContextFactory<ConsoleDbContext> contexts, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string Prefix = "EntryLink:";
    private const int TokenBytes = 32;

    /// <summary>Makes a link and voids the earlier ones of the same account. The result is the token, which is not kept.</summary>
    /// <param name="userId">The account; null for the first administrator.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<string> IssueAsync(string? userId, CancellationToken cancellationToken)
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TokenBytes));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await VoidAsync(context, userId, cancellationToken).ConfigureAwait(false);
        context.Settings.Add(new Setting { Name = NameOf(token), Value = Write(time.Now().AddHours(options.Value.LinkHours), userId) });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <summary>Whom a token lets in; null where it is unknown, used or too old. Does not use it up.</summary>
    public async Task<EntryLink?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await FindAsync(context, token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whom a token lets in, read with the caller's context.</summary>
    internal async Task<EntryLink?> FindAsync(ConsoleDbContext context, string token, CancellationToken cancellationToken)
    {
        var name = NameOf(token);
        var setting = await context.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Name == name, cancellationToken).ConfigureAwait(false);
        return setting is not null && Read(setting.Value) is var (expires, userId) && expires > time.GetUtcNow() ? new EntryLink(userId) : null;
    }

    /// <summary>Uses a token up, inside the caller's transaction. False where another was faster.</summary>
    internal static async Task<bool> UseAsync(ConsoleDbContext context, string token, CancellationToken cancellationToken)
    {
        var name = NameOf(token);
        return await context.Settings.Where(s => s.Name == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Voids the links of an account.</summary>
    public async Task VoidAsync(string? userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await VoidAsync(context, userId, cancellationToken).ConfigureAwait(false);
    }

    private static async Task VoidAsync(ConsoleDbContext context, string? userId, CancellationToken cancellationToken)
    {
        var ending = "|" + userId;
        await context.Settings.Where(s => s.Name.StartsWith(Prefix) && s.Value.EndsWith(ending))
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(string token) => Prefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Write(DateTimeOffset expires, string? userId) =>
        expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + "|" + userId;

    private static (DateTimeOffset Expires, string? UserId) Read(string value)
    {
        var at = value.IndexOf('|', StringComparison.Ordinal);
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(value.AsSpan(0, at), CultureInfo.InvariantCulture));
        return (expires, at == value.Length - 1 ? null : value[(at + 1)..]);
    }
}
