using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Events.Edits;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Events;

/// <summary>Editing a failed delivery, and what the event's page shows of it afterwards.</summary>
public sealed class DeliveryEditTests : EventScreens
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public DeliveryEditTests() => Services.AddSingleton<IRouting>(new ErpRouting(OrderSaved));

    [Fact]
    public async Task A_changed_body_is_shown_beside_what_was_sent_and_goes_out()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Failed);
        // Opened by the service and drawn by itself: what draws it in the app is Radzen's.
        var closed = DeliveryEditDialog.OpenAsync(Services.GetRequiredService<DialogService>(), 1);
        var dialog = Open();
        await TypeAsync(dialog, b => b.Replace("\"new\"", "\"paid\"", StringComparison.Ordinal));
        Assert.Contains("\"new\"", dialog.Find(".diff-before").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"paid\"", dialog.Find(".diff-after").TextContent, StringComparison.Ordinal);

        dialog.Find("#field-reason").Change("The ERP knows no new orders");
        Button(dialog, "Send edited delivery").Click();

        Assert.True(await closed.WaitAsync(Patience, Token));
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement(".edit-note", Patience);
        Assert.Contains("ann@example.test", page.Find(".edit-note").TextContent, StringComparison.Ordinal);
        Assert.Contains("The ERP knows no new orders", page.Find(".edit-note").TextContent, StringComparison.Ordinal);
        Assert.Contains("ann@example.test edited it", page.FindAll(".delivery")[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".delivery")[0].QuerySelectorAll(".section-head button"));
        page.Find(".edit-note button").Click();
        page.WaitForAssertion(() => Assert.Contains("\"paid\"", page.Find(".edit-note .diff-after").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("\"new\"", page.Find(".edit-note .diff-before").TextContent, StringComparison.Ordinal);
        await using var db = Db();
        Assert.Equal([DeliveryState.Superseded, DeliveryState.Pending], await db.Deliveries.OrderBy(d => d.Id).Select(d => d.State).ToListAsync(Token));
    }

    [Fact]
    public async Task What_is_wrong_is_said_while_typing_and_nothing_is_sent()
    {
        await OrderAsync("000000001", DeliveryState.Failed);
        var dialog = Open();

        await TypeAsync(dialog, b => b.Replace("\"event-1\"", "\"event-2\"", StringComparison.Ordinal));
        Assert.Contains("\"id\" must stay", dialog.Find(".field-problem").TextContent, StringComparison.Ordinal);
        await TypeAsync(dialog, b => b + "}");
        Assert.Contains("no sound JSON", dialog.Find(".field-problem").TextContent, StringComparison.Ordinal);
        Button(dialog, "Send edited delivery").Click();

        dialog.WaitForAssertion(() => Assert.Contains("Say why", dialog.Markup, StringComparison.Ordinal), Patience);
        await using var db = Db();
        Assert.Equal(DeliveryState.Failed, (await db.Deliveries.SingleAsync(Token)).State);
    }

    [Fact]
    public async Task Credentials_are_named_but_neither_shown_nor_taken()
    {
        await OrderAsync("000000001", DeliveryState.Failed);
        var dialog = Open();

        Assert.DoesNotContain("very-secret", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("not shown: Authorization", dialog.Markup, StringComparison.Ordinal);
        dialog.Find("input[aria-label='Value of X-Shop']").Change("south");
        Assert.Contains("south", dialog.Find(".header-changes").TextContent, StringComparison.Ordinal);
        dialog.Find("input[aria-label='Header name']").Change("Authorization");

        dialog.WaitForAssertion(() => Assert.Contains("credential", dialog.Find(".field-problem").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Back_to_what_was_sent_takes_everything_back()
    {
        await OrderAsync("000000001", DeliveryState.Failed);
        var dialog = Open();
        await TypeAsync(dialog, b => b.Replace("\"new\"", "\"paid\"", StringComparison.Ordinal));

        Button(dialog, "Back to what was sent").Click();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll(".diff")), Patience);
    }

    [Theory]
    [InlineData(DeliveryState.Delivered, ConsoleRoles.Operator, false)]
    [InlineData(DeliveryState.Retrying, ConsoleRoles.Operator, false)]
    [InlineData(DeliveryState.Failed, ConsoleRoles.Operator, true)]
    [InlineData(DeliveryState.Dismissed, ConsoleRoles.Operator, true)]
    [InlineData(DeliveryState.Failed, ConsoleRoles.Viewer, false)]
    public async Task Only_what_is_settled_is_offered_for_editing_and_only_to_operators(DeliveryState state, string role, bool isOffered)
    {
        Access.SetPolicies(ConsoleRoles.Viewer, role);
        var seq = await OrderAsync("000000001", state);

        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement(".delivery", Patience);

        Assert.Equal(isOffered, page.FindAll("button[aria-label^='Edit and replay']").Count == 1);
    }

    [Fact]
    public async Task Protected_values_are_not_edited_unseen()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Failed, isProtected: true);
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement(".delivery", Patience);
        Assert.Empty(page.FindAll("button[aria-label^='Edit and replay']"));

        page.Find(".notice button").Click();

        Assert.Single(page.FindAll("button[aria-label^='Edit and replay']"));
    }

    [Fact]
    public async Task A_dismissed_delivery_is_restored_on_its_card()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Failed);
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));

        page.WaitForElement("button[aria-label^='Dismiss']", Patience).Click();
        page.WaitForElement("button[aria-label^='Restore']", Patience).Click();

        page.WaitForElement("button[aria-label^='Dismiss']", Patience);
        Assert.Contains("failed", page.Find(".delivery .badge").TextContent, StringComparison.Ordinal);
    }

    private static Task TypeAsync(IRenderedComponent<DeliveryEditDialog> dialog, Func<string, string> change)
    {
        var text = dialog.FindComponent<LargeText>().Instance;
        return dialog.InvokeAsync(() => text.TextChanged.InvokeAsync(change(text.Text)));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<DeliveryEditDialog> dialog, string text) =>
        dialog.FindAll(".editor-actions button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private IRenderedComponent<DeliveryEditDialog> Open()
    {
        var dialog = Render<DeliveryEditDialog>(p => p.Add(d => d.DeliveryId, 1));
        dialog.WaitForElement("textarea", Patience);
        return dialog;
    }
}
