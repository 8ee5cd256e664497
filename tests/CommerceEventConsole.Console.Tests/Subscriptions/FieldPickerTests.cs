using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

/// <summary>The tree of fields, by mouse and by keyboard.</summary>
public sealed class FieldPickerTests : BunitContext
{
    private readonly FieldTree _tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse(
        """
        { "state": "new", "payment": { "method": "card", "cc_last4": "4242" }, "items": [{ "sku": "MUG-01", "qty": 2 }], "_origData": { "state": "x" } }
        """).RootElement).Build();

    private IReadOnlyList<string> _fields = [];

    public FieldPickerTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Theory]
    [InlineData("*", "sends all")]
    [InlineData(null, "sends all")]
    [InlineData("state", null)]
    [InlineData("payment", "payment.cc_last4")]
    public void Sending_everything_and_sending_card_data_is_warned_about(string? field, string? warning)
    {
        var picker = Open(field is null ? [] : [field]);

        Assert.Equal(warning is not null, picker.FindAll(".field-warning").Count > 0);
        if (warning is not null)
            Assert.Contains(warning, picker.Find(".field-warning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tick_chooses_a_field_and_another_takes_it_back()
    {
        var picker = Open(["items[].sku"]);

        Row(picker, "state").QuerySelector(".tick")!.Click();
        Assert.Equal(["items[].sku", "state"], _fields);

        Row(picker, "items[].sku").QuerySelector(".tick")!.Click();
        Assert.Equal(["state"], _fields);
        Assert.Equal("false", Row(picker, "items").GetAttribute("aria-checked"));
    }

    [Fact]
    public void A_branch_of_which_something_is_sent_is_open_and_ticked_in_part()
    {
        var picker = Open(["items[].sku"]);

        Assert.Equal(["state", "payment", "items", "items[].sku", "items[].qty", "_origData"], Paths(picker));
        Assert.Equal(("true", "mixed"), (Row(picker, "items").GetAttribute("aria-expanded"), Row(picker, "items").GetAttribute("aria-checked")));
    }

    [Fact]
    public void The_keyboard_reaches_ticks_and_unticks_every_field()
    {
        var picker = Open(["state"]);

        Key(picker, "ArrowDown", "ArrowRight", "ArrowRight", " ");
        Assert.Equal(["state", "payment.method"], _fields);
        Assert.Equal("payment.method", Active(picker));

        Key(picker, "ArrowLeft", "ArrowLeft");
        Assert.Equal(("payment", "false"), (Active(picker), Row(picker, "payment").GetAttribute("aria-expanded")));

        Key(picker, "End");
        Assert.Equal("_origData", Active(picker));
        Key(picker, "ArrowUp", "Home", " ");
        Assert.Equal(("state", "payment.method"), (Active(picker), string.Join(' ', _fields)));
    }

    [Fact]
    public void Enter_edits_the_name_that_a_field_goes_out_under()
    {
        var picker = Open(["state", "items[].sku"]);
        Row(picker, "items[].sku").Focus();

        Key(picker, "Enter");
        picker.Find(".tree-as input").Input("article");
        Key(picker, "Enter");

        Assert.Equal(["state", "items[].sku as article"], _fields);
        Assert.Equal("article", Row(picker, "items[].sku").QuerySelector(".tree-as strong")!.TextContent);
    }

    [Fact]
    public void Escape_leaves_the_name_as_it_was()
    {
        var picker = Open(["state as status"]);

        Key(picker, "Enter");
        picker.Find(".tree-as input").Input("other");
        Key(picker, "Escape");

        Assert.Empty(picker.FindAll(".tree-as input"));
        Assert.Equal("status", Row(picker, "state").QuerySelector(".tree-as strong")!.TextContent);
    }

    [Fact]
    public void The_search_shows_what_it_finds_with_the_branches_around_it()
    {
        var picker = Open(["state"]);

        picker.Find("#field-search").Input("SKU");

        Assert.Equal(["items", "items[].sku"], Paths(picker));
    }

    [Fact]
    public void A_field_shows_what_kind_it_is_an_example_and_how_often_it_is_there()
    {
        var row = Row(Open(["items[].sku"]), "items[].sku");

        Assert.Equal(("text", "MUG-01", "always"), (Cell("kind"), Cell("example"), Cell("share")));

        string Cell(string name) => row.QuerySelector($".tree-{name}")!.TextContent.Trim();
    }

    [Theory]
    [InlineData("payment.cc_last4", "card data")]
    [InlineData("_origData", "previous values")]
    [InlineData("brand", "not seen yet")]
    public void What_is_special_about_a_field_is_marked(string path, string mark) =>
        Assert.Equal(mark, Row(Open(["payment.cc_last4", "brand"]), path).QuerySelector(".tree-marks .kind")!.TextContent);

    [Fact]
    public void One_can_begin_to_choose_and_go_back_to_everything()
    {
        var picker = Open([]);
        Assert.All(picker.FindAll(".tree-row"), r => Assert.Equal("true", r.GetAttribute("aria-checked")));

        picker.FindAll("input[type=radio]")[0].Change(true);
        Assert.All(picker.FindAll(".tree-row"), r => Assert.Equal("false", r.GetAttribute("aria-checked")));
        Assert.Contains("Nothing is ticked yet", picker.Find(".field-warning").TextContent, StringComparison.Ordinal);

        Row(picker, "state").QuerySelector(".tick")!.Click();
        picker.FindAll("input[type=radio]")[1].Change(true);
        Assert.Equal(["*"], _fields);

        picker.FindAll("input[type=radio]")[0].Change(true);
        Assert.Equal(["state"], _fields);
    }

    [Fact]
    public void A_problem_names_its_field()
    {
        var picker = Open(["state", "a b"], "fields[1] 'a b': character 2: a blank is not allowed.");

        Assert.Equal("a b: character 2: a blank is not allowed.", picker.Find(".field-problem").TextContent);
    }

    private IRenderedComponent<FieldPicker> Open(IReadOnlyList<string> fields, params string[] problems)
    {
        _fields = fields;
        IRenderedComponent<FieldPicker>? picker = null;
        picker = Render<FieldPicker>(p => p
            .Add(x => x.Fields, fields)
            .Add(x => x.Tree, _tree)
            .Add(x => x.CompileProblems, problems)
            .Add(x => x.FieldsChanged, changed =>
            {
                _fields = changed;
                picker!.Render(q => q.Add(x => x.Fields, changed));
            }));
        return picker;
    }

    private static void Key(IRenderedComponent<FieldPicker> picker, params string[] keys)
    {
        foreach (var key in keys)
            picker.Find("[role=tree]").KeyDown(key);
    }

    private static IElement Row(IRenderedComponent<FieldPicker> picker, string path) => picker.Find($"[data-path='{path}']");

    private static IEnumerable<string?> Paths(IRenderedComponent<FieldPicker> picker) => picker.FindAll(".tree-row").Select(r => r.GetAttribute("data-path"));

    private static string? Active(IRenderedComponent<FieldPicker> picker) => picker.Find(".tree-row[tabindex='0']").GetAttribute("data-path");
}
