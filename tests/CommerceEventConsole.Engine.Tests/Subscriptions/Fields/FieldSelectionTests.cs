using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Fields;

public class FieldSelectionTests
{
    private readonly FieldTree _tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse(
        """
        { "state": "new", "payment": { "method": "card", "cc_last4": "1", "more": { "x": 1, "y": 2 } },
          "items": [{ "sku": "a", "qty": 1 }], "_origData": { "state": "x", "status": "y" } }
        """).RootElement).Build();

    [Fact]
    public void A_field_a_branch_and_a_field_of_list_items_are_chosen_by_their_paths() => Assert.Equal(
        ["state", "payment", "items[].sku"], Toggle([], "state", "payment", "items[].sku"));

    [Fact]
    public void A_branch_takes_in_what_was_chosen_in_it() => Assert.Equal(["payment"], Toggle(["payment.method", "payment.more.x"], "payment"));

    [Fact]
    public void A_field_taken_out_of_a_branch_leaves_the_others_in() =>
        Assert.Equal(["payment.method", "payment.more"], Toggle(["payment"], "payment.cc_last4"));

    [Fact]
    public void A_field_taken_out_from_deep_in_a_branch_leaves_all_others_in() =>
        Assert.Equal(["payment.more.y", "payment.method", "payment.cc_last4"], Toggle(["payment"], "payment.more.x"));

    [Fact]
    public void A_field_taken_out_of_everything_but_previous_values_leaves_the_others_in() =>
        Assert.Equal(["payment", "items"], Toggle(["*"], "state"));

    [Fact]
    public void A_field_taken_out_of_everything_leaves_the_others_in_and_the_previous_values() => Assert.Equal(
        ["payment", "items", "_origData"], FieldSelection.Of([]).Toggle(_tree.Find("state")!, _tree.Root).Fields);

    [Fact]
    public void Previous_values_are_chosen_beside_the_star() => Assert.Equal(["*", "_origData.state"], Toggle(["*"], "_origData.state"));

    [Fact]
    public void Chosen_twice_is_not_chosen() => Assert.Empty(Toggle([], "state", "state"));

    [Theory]
    [InlineData("state", "state", FieldChoice.Chosen)]
    [InlineData("state", "payment", FieldChoice.Out)]
    [InlineData("payment.more.x", "payment", FieldChoice.Partly)]
    [InlineData("items[].sku", "items", FieldChoice.Partly)]
    [InlineData("items[]", "items", FieldChoice.Chosen)]
    [InlineData("items[]", "items[].sku", FieldChoice.Included)]
    [InlineData("payment", "payment.more.x", FieldChoice.Included)]
    [InlineData("*", "items[].sku", FieldChoice.Included)]
    [InlineData("*", "_origData", FieldChoice.Out)]
    [InlineData("_origData", "_origData.state", FieldChoice.Included)]
    public void A_field_shows_whether_it_is_sent(string field, string path, FieldChoice choice) =>
        Assert.Equal(choice, FieldSelection.Of([field]).StateOf(_tree.Find(path)!));

    [Fact]
    public void Without_a_list_everything_is_sent_with_previous_values()
    {
        Assert.Equal(FieldChoice.Included, FieldSelection.Of([]).StateOf(_tree.Find("_origData.state")!));
        Assert.Equal(FieldChoice.Out, FieldSelection.Of([], noneIsEverything: false).StateOf(_tree.Find("state")!));
    }

    [Fact]
    public void A_chosen_field_is_renamed_and_named_back()
    {
        var sku = _tree.Find("items[].sku")!;
        var named = FieldSelection.Of(["items[].sku", "state"]).Rename(sku, " article ");

        Assert.Equal(["items[].sku as article", "state"], named.Fields);
        Assert.Equal("article", named.NameOf(sku));
        Assert.Equal(["items[].sku", "state"], named.Rename(sku, "").Fields);
        Assert.Equal(["items[].sku", "state"], named.Rename(sku, "sku").Fields);
    }

    [Fact]
    public void What_cannot_be_named_cannot_be_chosen()
    {
        var tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse("""{ "a b": 1 }""").RootElement).Build();

        Assert.Empty(FieldSelection.Of([], noneIsEverything: false).Toggle(tree.Find("a b")!, tree.Root).Fields);
    }

    private IReadOnlyList<string> Toggle(IReadOnlyList<string> fields, params string[] paths)
    {
        var selection = FieldSelection.Of(fields, noneIsEverything: false);
        foreach (var path in paths)
            selection = selection.Toggle(_tree.Find(path)!, _tree.Root);
        return selection.Fields;
    }
}
