using System.Collections;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>JSON as a template sees it: dictionaries, lists, text, yes and no; a number keeps its digits.</summary>
internal static class TemplateValue
{
    /// <summary>A value and all that is in it.</summary>
    public static object? Of(JsonElement value, ItemBudget budget) => value.ValueKind switch
    {
        JsonValueKind.Object => Members(value, budget),
        JsonValueKind.Array => new CountedList([.. value.EnumerateArray().Select(item => Of(item, budget))], budget),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value),
        JsonValueKind.String => StageText.TextOf(value),
        _ => null,
    };

    private static Dictionary<string, object?> Members(JsonElement value, ItemBudget budget)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            members[property.Name] = Of(property.Value, budget);
        return members;
    }

    // Never through a double: what a decimal does not hold stays text.
    private static object Number(JsonElement value)
    {
        var text = value.GetRawText();
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : text;
    }
}

/// <summary>How many items a template may still go through.</summary>
internal sealed class ItemBudget(int items)
{
    private int _left = items;

    public void Take()
    {
        if (--_left < 0)
            throw new StageException("it goes through too many items: lists in lists multiply");
    }
}

/// <summary>A list that counts how often its items are gone through.</summary>
internal sealed class CountedList(List<object?> items, ItemBudget budget) : IReadOnlyList<object?>
{
    public int Count => items.Count;

    public object? this[int index]
    {
        get
        {
            budget.Take();
            return items[index];
        }
    }

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var item in items)
        {
            budget.Take();
            yield return item;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
