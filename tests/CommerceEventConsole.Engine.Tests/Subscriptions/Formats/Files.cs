using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

/// <summary>Files as modules have them, and the reader that they are given to.</summary>
internal static class Files
{
    public const string OrderSaved = "observer.sales_order_save_commit_after";

    public static EventTypeResolver EventTypes { get; } = new(EventCatalogue.Default, Options.Create(new EventTypeAliases()));

    public static ImportFile File(string content, string name = "io_events.xml") => new(name, Encoding.UTF8.GetBytes(content));

    public static ImportedFiles Read(params ImportFile[] files) => new ImportReader(EventTypes).Read(files);

    public static ImportedFiles Read(string content) => Read(File(content));

    /// <summary>A file with one event that has this inside, and the element's attributes.</summary>
    public static string Event(string inside, string attributes = $"name=\"{OrderSaved}\"") => $"<config>\n<event {attributes}>\n{inside}\n</event>\n</config>";

    public static ImportedSubscription Single(ImportedFiles files) => Assert.Single(files.Subscriptions);

    public static FormatFinding Finding(ImportedFiles files) => Assert.Single(files.Findings);

    /// <summary>Everything that a draft says, in one text, so that two can be compared.</summary>
    public static string Say(SubscriptionDraft draft) => string.Join(
        "\n",
        [
            draft.EventType,
            RevisionContent.WriteFields(draft.Fields),
            RevisionContent.WriteRules(draft.Rules),
            RevisionContent.WriteCommerce(draft.Commerce) ?? "",
        ]);

    public static ExportedSubscription Exported(SubscriptionDraft draft, params string[] destinations) => new(draft, destinations);

    public static SubscriptionDraft Draft(string name = "Orders", string eventType = OrderSaved, params string[] fields) =>
        new(name, eventType, fields, [], [], RouteSending.Default, Enabled: true);
}
