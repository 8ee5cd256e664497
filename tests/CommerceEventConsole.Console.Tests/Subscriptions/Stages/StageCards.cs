using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>The card of one route's stages, on a try that answers what the test says.</summary>
public abstract class StageCards : BunitContext
{
    private protected StageCards()
    {
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddRadzenComponents();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<IStageDryRun>(DryRun);
    }

    private protected FakeDryRun DryRun { get; } = new();

    private protected FormState Form { get; } = new();

    private protected StagesEntry Entry { get; private set; } = new();

    private static FieldTree Tree { get; } = new FieldTreeBuilder().AddEvent(
        JsonDocument.Parse("""{ "entity_id": "7", "increment_id": "000000007", "grand_total": "9.5000", "customer_id": "3" }""").RootElement).Build();

    private protected IRenderedComponent<RouteStagesCard> Open(RouteStages? stages = null, int events = 2)
    {
        Entry = StagesEntry.From(stages ?? RouteStages.None);
        var stored = Enumerable.Range(1, events).Select(i => new PreviewEvent(
            $"Order 00000000{i}", TimeProvider.System.GetUtcNow(), new OutboundEvent(i, "shop", "order.saved", [], ContentMode.Structured, null, "{}"u8.ToArray()))).ToList();
        return Render<RouteStagesCard>(p => p
            .Add(x => x.Entry, Entry)
            .Add(x => x.Destination, new Destination { Id = 5, Name = "ERP", Url = "https://erp.example.com/orders?key=s3cret" })
            .Add(x => x.Tree, Tree)
            .Add(x => x.Fields, [])
            .Add(x => x.Events, stored)
            .AddCascadingValue(Form));
    }

    private protected static void Toggle(IRenderedComponent<RouteStagesCard> card, string title) => Step(card, title).QuerySelector(".stage-toggle")!.Click();

    private protected static IElement Step(IRenderedComponent<RouteStagesCard> card, string title) =>
        card.FindAll(".stage").Single(s => s.QuerySelector(".stage-title")!.TextContent == title);

    private protected static void Press(IRenderedComponent<RouteStagesCard> card, string text) =>
        card.FindAll("button").First(b => Clicks.Text(b).EndsWith(text, StringComparison.Ordinal)).Click();

    private protected static IElement Named(IRenderedComponent<RouteStagesCard> card, string name) => card.Find($"[aria-label='{name}']");

    /// <summary>The input of a field, by the words of its label.</summary>
    private protected static IElement Labelled(IRenderedComponent<RouteStagesCard> card, string label)
    {
        var id = card.FindAll("label").Single(l => l.TextContent.Trim() == label).GetAttribute("for");
        return card.Find($"#{id}");
    }

    private protected static Task TypeAsync(IRenderedComponent<RouteStagesCard> card, string id, string text) =>
        card.InvokeAsync(() => card.FindComponents<LargeText>().Single(t => t.Instance.Id.EndsWith(id, StringComparison.Ordinal)).Instance.TextChanged.InvokeAsync(text));

    private protected static StageValue Path(string path) => new() { Path = path };
}
