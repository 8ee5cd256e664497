using Bunit;
using Bunit.TestDoubles;
using CommerceEventConsole.Console.Tests.Subscriptions.Stages;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Rect = Radzen.Blazor.Rendering.Rect;

namespace CommerceEventConsole.Console.Tests.Overview;

/// <summary>Pages on the real stores and a database file of their own, with somebody of a role in front of them.</summary>
public sealed class Screens : IAsyncDisposable
{
    private const string Who = "anna@example.com";
    private readonly string _folder = Directory.CreateTempSubdirectory("console-screens-").FullName;

    private Screens(string role, Action<IServiceCollection>? more)
    {
        var configuration = new ConfigurationBuilder().Build();
        // The first change makes the key that secrets are encrypted with, which takes its time on a busy machine.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        // A chart asks the browser for its size, and takes no "none" for an answer.
        Page.JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 800, Height = 240 });
        Page.Services.AddLogging();
        Page.Services.AddSqliteStorage($"Data Source={Path.Combine(_folder, "console.db")}");
        Page.Services.AddStoredKeyRing();
        Page.Services.AddEventCatalogue(configuration);
        Page.Services.AddRouting(configuration);
        Page.Services.AddCommerce();
        Page.Services.AddBackOffice(configuration);
        Page.Services.AddOptions<StorageOptions>();
        Page.Services.AddSingleton<StoreWriter>();
        Page.Services.AddSingleton<LiveFeed>();
        Page.Services.AddDelivery(configuration);
        Page.Services.AddActivity();
        Page.Services.AddReplays();
        Page.Services.AddAlerts(configuration);
        Page.Services.AddSingleton<EventTypeIds>();
        Page.Services.AddSingleton<IStageDryRun>(new FakeDryRun());
        Page.Services.AddRadzenComponents();
        more?.Invoke(Page.Services);
        var access = Page.AddAuthorization();
        access.SetAuthorized(Who);
        access.SetPolicies([.. ConsoleRoles.All.TakeWhile(r => r != role), role]);
    }

    public BunitContext Page { get; } = new();

    public SourceStore Sources => Page.Services.GetRequiredService<SourceStore>();

    public DestinationStore Destinations => Page.Services.GetRequiredService<DestinationStore>();

    public SubscriptionStore Subscriptions => Page.Services.GetRequiredService<SubscriptionStore>();

    public DialogService Dialogs => Page.Services.GetRequiredService<DialogService>();

    public IDbContextFactory<ConsoleDbContext> Contexts => Page.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();

    /// <summary>Opens them.</summary>
    /// <param name="role">Who is in front of them.</param>
    /// <param name="more">What they have beside the rest.</param>
    public static async Task<Screens> OpenAsync(string role, Action<IServiceCollection>? more = null)
    {
        var screens = new Screens(role, more);
        await screens.Page.Services.GetRequiredService<IStorageInitializer>().MigrateAsync(CancellationToken.None);
        return screens;
    }

    public async Task<Source> AddSourceAsync(string name, string slug, string secret = "a secret that is long enough") => Value(
        await Sources.CreateAsync(
            new SourceDraft(slug, name, Verification.Hmac, secret, ClientId: null, ConfirmChallenges: true, [], Enabled: true), Who, CancellationToken.None));

    public async Task<Destination> AddDestinationAsync(string name, params HeaderDraft[] headers) => Value(
        await Destinations.CreateAsync(
            new DestinationDraft(name, DestinationKind.Erp, "https://erp.example.com/events", "whsec_c2VjcmV0", headers, AllowPrivateAddress: false),
            Who,
            CancellationToken.None));

    public async Task<Subscription> AddSubscriptionAsync(string name, IReadOnlyList<string> fields, IReadOnlyList<Rule> rules, params int[] destinations) => Value(
        await Subscriptions.CreateAsync(
            new SubscriptionDraft(name, "observer.sales_order_save_commit_after", fields, rules, destinations, RouteSending.Default, Enabled: true),
            Who,
            CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static T Value<T>(ChangeResult<T> result)
        where T : class
    {
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }
}
