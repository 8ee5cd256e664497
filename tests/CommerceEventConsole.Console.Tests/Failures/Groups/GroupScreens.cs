using System.Text;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Failures.Groups;

/// <summary>Screens over groups of orders that the ERP does not take.</summary>
internal sealed class GroupScreens : IAsyncDisposable
{
    private int _orders;

    private GroupScreens(Screens screens) => Screens = screens;

    public Screens Screens { get; }

    public int Erp { get; private set; }

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.Now();

    public static async Task<GroupScreens> OpenAsync(string role)
    {
        var screens = new GroupScreens(await Screens.OpenAsync(role));
        screens.Erp = (await screens.Screens.AddDestinationAsync("ERP")).Id;
        await using var db = await screens.Screens.Contexts.CreateDbContextAsync(Token);
        db.Add(new EventType { Name = "observer.sales_order_save_commit_after" });
        await db.SaveChangesAsync(Token);
        return screens;
    }

    public async Task<FailureGroup> AddGroupAsync(string message = "Article … is not known", FailureGroupState state = FailureGroupState.Open)
    {
        await using var db = await Screens.Contexts.CreateDbContextAsync(Token);
        var group = new FailureGroup
        {
            DestinationId = Erp, Signature = message.GetHashCode(StringComparison.Ordinal), Class = FailureClass.Refused, StatusCode = 422, Message = message, State = state,
            FirstSeenAt = Now.AddDays(-1), LastSeenAt = Now, OpenedAt = Now.AddHours(-1), Attempts = 5,
        };
        db.Add(group);
        await db.SaveChangesAsync(Token);
        db.Add(new ActivityMinute { Minute = ActivityTally.MinuteOf(Now), Measure = ActivityMeasure.GroupFailed, ScopeId = group.Id, Count = 5 });
        await db.SaveChangesAsync(Token);
        return group;
    }

    /// <summary>An order that fails in a group, with its attempt.</summary>
    public async Task AddOrderAsync(FailureGroup group, decimal total, string sku = "NEW-MUG", bool isProtected = false)
    {
        var number = ++_orders;
        var order = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{1000 + number:000000000}");
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"specversion":"1.0","phidata":{{{(isProtected ? "true" : "false")}}},"data":{"key":"k","value":{"increment_id":"{{{order}}}","items":[{"sku":"{{{sku}}}"}]} } }""");
        await using var db = await Screens.Contexts.CreateDbContextAsync(Token);
        db.AddRange(
            new StoredEvent
            {
                Seq = number, SourceId = 1, EventTypeId = 1, IdentityHash = BitConverter.GetBytes((Int128)number), EventId = $"e{number}", ReceivedAt = Now,
                EntityKind = EntityKind.Order, EntityKey = order, DeliveryCount = 1, Body = body,
            },
            new Delivery
            {
                Id = number, EventSeq = number, RouteId = 1, DestinationId = Erp, RevisionId = 1, State = DeliveryState.Failed, Attempts = 5, CreatedAt = Now, UpdatedAt = Now, DueAt = Now,
                FailureGroupId = group.Id, StakeKind = EntityKind.Order, StakeKey = number, StakeValue = (long)(total * Stake.Unit), StakeCurrency = "EUR",
                LastStatusCode = 422, LastError = $"ERP answered 422: Article {sku} is not known",
            },
            new DeliveryAttempt
            {
                DeliveryId = number, Number = 5, StartedAt = Now, Outcome = AttemptOutcome.Permanent, StatusCode = 422, Error = $"ERP answered 422: Article {sku} is not known",
                RequestHead = "POST https://erp.example.com/events", RequestBody = body, ResponseHead = "HTTP/1.1 422", ResponseBody = "article-unknown"u8.ToArray(),
            });
        await db.SaveChangesAsync(Token);
    }

    public async Task<FailureGroup> ReadAsync(int id)
    {
        await using var db = await Screens.Contexts.CreateDbContextAsync(Token);
        return await db.FailureGroups.AsNoTracking().SingleAsync(g => g.Id == id, Token);
    }

    /// <summary>As another person or the dispatcher does, beside the page.</summary>
    public async Task ChangeAsync(int id, Action<FailureGroup> change)
    {
        await using var db = await Screens.Contexts.CreateDbContextAsync(Token);
        var group = await db.FailureGroups.SingleAsync(g => g.Id == id, Token);
        change(group);
        group.Version++;
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync() => Screens.DisposeAsync();
}
