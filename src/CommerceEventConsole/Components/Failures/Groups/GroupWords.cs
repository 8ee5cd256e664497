using System.Globalization;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Failures;

namespace CommerceEventConsole.Components.Failures.Groups;

/// <summary>How failure groups are spoken of on screens.</summary>
public static class GroupWords
{
    private const int Kinds = 3;

    /// <summary>What goes wrong, as a sentence without its end: "ERP answered 422: Article … is not known".</summary>
    public static string What(FailureGroup group, string destination)
    {
        var isRest = group.Message is FailureSignature.Rest;
        if (group.StatusCode is { } status)
        {
            var answered = string.Create(CultureInfo.InvariantCulture, $"{destination} answered {status}");
            return isRest ? $"{answered} with many different messages" : group.Message.Length == 0 ? answered : $"{answered}: {group.Message}";
        }

        if (isRest || group.Message.Length == 0)
            return $"{destination} {Trouble(group.Class)}";
        // What the console says of itself begins a sentence of its own; what it says of a destination goes on after the name.
        return char.IsUpper(group.Message[0]) ? $"{destination}: {group.Message}" : $"{destination} {group.Message}";
    }

    /// <summary>What does not arrive: "214 orders worth 18,204.50 EUR and 3 products".</summary>
    public static string HeldUp(GroupFigures figures)
    {
        if (figures.Failing == 0)
            return "nothing any more";
        return figures.Entities.Count == 0 ? Count(figures.Failing, "event", "events") : Things(figures.Entities, figures.Values);
    }

    /// <summary>The same of what is held.</summary>
    /// <param name="figures">What is held.</param>
    /// <param name="deliveries">How many deliveries are.</param>
    public static string HeldUp(HeldFigures figures, long deliveries) => figures.Entities.Count == 0
        ? Count(deliveries, "event", "events")
        : (figures.IsLowerBound ? "at least " : "") + Things(figures.Entities, figures.Values);

    /// <summary>An amount with its currency.</summary>
    public static string Amount(OrderValue value) =>
        string.Create(CultureInfo.CurrentCulture, $"{value.Amount:N2}{(value.Currency is null ? "" : " ")}{value.Currency}");

    /// <summary>The moment something began: "since 14:02", with the day where that is another.</summary>
    public static string Since(DateTimeOffset at, ViewerClock clock)
    {
        var local = clock.ToLocal(at);
        var now = clock.Now;
        var format = local.Date == now.Date ? "HH:mm" : local.Year == now.Year ? "d MMM, HH:mm" : "d MMM yyyy, HH:mm";
        return "since " + local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>How many things of a kind.</summary>
    public static string Count(long count, EntityKind kind) => kind switch
    {
        EntityKind.None or EntityKind.Other => Count(count, "other thing", "other things"),
        EntityKind.Stock => Count(count, "stock level", "stock levels"),
        EntityKind.Category => Count(count, "category", "categories"),
        EntityKind.Company => Count(count, "company", "companies"),
        _ => Count(count, kind.DisplayName().ToLowerInvariant(), kind.DisplayName().ToLowerInvariant() + "s"),
    };

    /// <summary>A state as a tab names it.</summary>
    public static string Name(FailureGroupState state) => state.ToString();

    private static string Things(IReadOnlyList<EntityCount> entities, IReadOnlyList<OrderValue> values)
    {
        var parts = entities.Take(Kinds).Select(e => Count(e.Count, e.Kind) + (e.Kind == EntityKind.Order ? Worth(values) : "")).ToList();
        if (entities.Count > Kinds)
            parts.Add("more");
        return Join(parts);
    }

    private static string Worth(IReadOnlyList<OrderValue> values) => values.Count == 0 ? "" : $" worth {Join([.. values.Take(Kinds).Select(Amount)])}";

    private static string Trouble(FailureClass kind) => kind switch
    {
        FailureClass.Unreachable => "could not be reached",
        FailureClass.TimedOut => "did not answer in time",
        FailureClass.BrokenOff => "broke the connection off",
        FailureClass.NotTrusted => "could not be reached securely",
        FailureClass.NotSendable => "could not be sent to",
        FailureClass.AtStage => "failed at a stage of the route",
        _ => "refused",
    };

    private static string Join(IReadOnlyList<string> parts) =>
        parts.Count == 1 ? parts[0] : string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1];

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.CurrentCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
