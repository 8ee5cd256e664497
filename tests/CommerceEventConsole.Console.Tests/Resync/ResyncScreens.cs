using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Resync;

/// <summary>Resyncs beside <see cref="Screens"/>, between “Our shop” and “ERP”. Nothing works on their runs: a test says how far they are.</summary>
internal static class ResyncScreens
{
    private const string Who = "ben@example.com";

    private const string Exchanged = """
        { "Stock": { "read": { "path": "stock", "items": "value" }, "write": { "create": { "path": "stock" } }, "fields": [{ "field": "sku", "path": "no" }, { "field": "quantity", "path": "free" }] },
          "Company": { "read": { "path": "companies", "items": "value" }, "fields": [{ "field": "company_email", "path": "mail" }] } }
        """;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Opens screens with resyncs, without any yet.</summary>
    /// <param name="role">Who is in front of them.</param>
    /// <param name="isConnected">Whether a shop and a system are set up.</param>
    public static async Task<Screens> OpenAsync(string role, bool isConnected = true)
    {
        var configuration = new ConfigurationBuilder().Build();
        var screens = await Screens.OpenAsync(role, services =>
        {
            services.AddJobHosting(configuration);
            services.AddResync(configuration);
        });
        if (!isConnected)
            return screens;
        var shop = await screens.Get<CommerceInstanceStore>().CreateAsync(
            new CommerceInstanceDraft(
                "Our shop", CommerceKind.PaaS, "https://shop.example.com", "rest/all/V1", AllowPrivateAddress: false, CommerceAuthentication.IntegrationToken,
                new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = "a-token-that-nobody-uses" }),
            Who,
            Token);
        Assert.True(shop.Succeeded, string.Join(' ', shop.Problems.Select(p => p.Message)));
        var system = await screens.Get<BackOfficeSystemStore>().CreateAsync(
            new BackOfficeSystemDraft("ERP", SystemConnector.Rest, """{ "baseUrl": "https://erp.example.com/api" }""", Exchanged), Who, Token);
        Assert.True(system.Succeeded, string.Join(' ', system.Problems.Select(p => p.Message)));
        return screens;
    }

    public static T Get<T>(this Screens screens)
        where T : notnull => screens.Page.Services.GetRequiredService<T>();

    /// <summary>A resync of stock from the ERP to the shop.</summary>
    public static async Task<ResyncDefinition> AddAsync(this Screens screens, string name, Func<ResyncDraft, ResyncDraft>? change = null)
    {
        var parties = screens.Get<IResyncParties>();
        var draft = new ResyncDraft(
            name, RecordKind.Stock, ResyncDirection.ToCommerce, (await parties.CommerceAsync(Token))[0].Id, (await parties.BackOfficeAsync(Token))[0].Id);
        var made = await screens.Get<ResyncStore>().CreateAsync(change?.Invoke(draft) ?? draft, Who, Token);
        Assert.True(made.Succeeded, string.Join(' ', made.Problems.Select(p => p.Message)));
        return made.Value!;
    }

    /// <summary>A run that Ben started, and how far it is.</summary>
    public static async Task<ResyncRun> AddRunAsync(this Screens screens, ResyncDefinition of, bool isDryRun, Action<ResyncRun> change)
    {
        var (run, problem) = await screens.Get<ResyncRuns>().StartAsync(of.Id, ResyncTrigger.Person, isDryRun, Who, Token);
        Assert.Null(problem);
        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        db.Update(run!);
        run!.StartedAt = run.CreatedAt;
        change(run);
        if (run.State is ResyncState.Finished or ResyncState.Stopped or ResyncState.Failed or ResyncState.CutOff)
            run.FinishedAt = run.CreatedAt.AddSeconds(42);
        await db.SaveChangesAsync(Token);
        return run;
    }

    /// <summary>Lists differences of a run, in their order.</summary>
    public static async Task<List<ResyncDifference>> ListAsync(this Screens screens, ResyncRun run, params ResyncDifference[] rows)
    {
        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        db.Update(run);
        run.Listed += rows.Length;
        foreach (var row in rows)
        {
            row.RunId = run.Id;
            db.ResyncDifferences.Add(row);
            await db.SaveChangesAsync(Token);
        }

        return [.. rows];
    }

    /// <summary>A quantity that differs.</summary>
    public static ResyncDifference Quantity(string sku, string there, string here, ResyncOutcome outcome = ResyncOutcome.Found, string? error = null) => new()
    {
        Key = sku, Field = "quantity", There = there, Here = here, Action = ResyncAction.Update, Outcome = outcome, Error = error,
    };

    public static async Task<ResyncRun> RunAsync(this Screens screens, int id) => (await screens.Get<ResyncRuns>().GetAsync(id, Token))!;
}
