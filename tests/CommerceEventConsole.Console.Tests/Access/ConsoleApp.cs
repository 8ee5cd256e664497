using System.Net;
using CommerceEventConsole.Engine.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Console.Tests.Access;

/// <summary>The real app, from its own entry point, on a database of its own.</summary>
public sealed class ConsoleApp : WebApplicationFactory<Components.App>
{
    public const string Password = "a long enough password";
    private readonly string _folder = Directory.CreateTempSubdirectory("console-tests-").FullName;

    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["Access:FirstAdministrator:Email"] = "admin@example.com",
        ["Access:FirstAdministrator:Password"] = Password,
        ["Access:FormsPerMinute"] = "1000",
        ["Sandbox:Enabled"] = "false",
    };

    /// <summary>A browser of sorts: keeps cookies, follows nothing by itself.</summary>
    public Browser Browse() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    /// <summary>Adds a person and lets them set their password, as the People page and the link do.</summary>
    public async Task<string> AddPersonAsync(string email, string role)
    {
        var people = Services.GetRequiredService<People>();
        var added = await people.AddAsync(email, role, "test", TestContext.Current.CancellationToken);
        Assert.Empty(added.Problems);
        var (user, problems) = await people.EnterAsync(added.LinkToken!, null, Password, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        return user!.Id;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:ConnectionString", $"Data Source={Path.Combine(_folder, "console.db")}");
        foreach (var (key, value) in Settings)
            builder.UseSetting(key, value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
