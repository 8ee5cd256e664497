using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Stages;

public sealed class StageQuestionsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeStageCommerce _commerce = new();
    private readonly StageQuestions _questions;

    public StageQuestionsTests()
    {
        _questions = new StageQuestions(_commerce, _time, Options.Create(new StageOptions { ClockTolerance = TimeSpan.Zero }));
        for (var i = 1; i <= 300; i++)
            _commerce.Documents[$"orders/{i}"] = $$"""{"entity_id":{{i}}}""";
        _commerce.Documents["products/A%2F1"] = """{"sku":"A/1"}""";
        _commerce.Documents["store/websites"] = "[]";
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _questions.Dispose();

    [Fact]
    public async Task Questions_of_one_kind_that_come_together_go_in_one_call()
    {
        var answers = Task.WhenAll(AskAsync("orders/1"), AskAsync("/orders/2"), AskAsync("orders/3"));
        Gathered();

        Assert.Equal("1,2,3", string.Join(',', await answers));
        Assert.Equal(["orders?entity_id in 1,2,3"], _commerce.Questions);
    }

    [Fact]
    public async Task One_alone_is_asked_by_itself()
    {
        var answer = AskAsync("orders/7");
        Gathered();

        Assert.Equal("7", await answer);
        Assert.Equal(["orders/7"], _commerce.Questions);
    }

    [Fact]
    public async Task What_Commerce_answers_only_by_itself_is_asked_at_once()
    {
        Assert.Equal("", await AskAsync("store/websites"));
        Assert.Null(await AskAsync("orders/1/comments"));

        Assert.Equal(["store/websites", "orders/1/comments"], _commerce.Questions);
    }

    [Fact]
    public async Task What_is_not_there_is_null_for_each_that_asked()
    {
        var answers = Task.WhenAll(AskAsync("orders/1"), AskAsync("orders/999"));
        Gathered();

        Assert.Equal("1,", string.Join(',', await answers));
    }

    [Fact]
    public async Task An_answer_serves_deliveries_that_were_made_before_it_was_asked_for()
    {
        var made = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(1));
        var first = AskAsync("orders/1", made);
        Gathered();
        await first;

        Assert.Equal("1", await AskAsync("orders/1", made));

        Assert.Single(_commerce.Questions);
        Assert.Equal(1, _commerce.Saved);
    }

    [Fact]
    public async Task A_later_delivery_asks_anew_for_the_order_may_have_changed()
    {
        var first = AskAsync("orders/1");
        Gathered();
        await first;
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = AskAsync("orders/1", _time.GetUtcNow());
        Gathered();
        await second;

        Assert.Equal(2, _commerce.Questions.Count);
    }

    [Fact]
    public async Task An_answer_is_not_kept_for_ever()
    {
        var made = _time.GetUtcNow();
        var first = AskAsync("orders/1", made);
        Gathered();
        await first;
        _time.Advance(TimeSpan.FromMinutes(1));

        var second = AskAsync("orders/1", made);
        Gathered();
        await second;

        Assert.Equal(2, _commerce.Questions.Count);
    }

    [Fact]
    public async Task What_failed_is_asked_again()
    {
        _commerce.OnAsk = (_, _) => Task.FromException(FakeStageCommerce.Away);
        var first = AskAsync("orders/1");
        Gathered();
        await Assert.ThrowsAsync<CommerceException>(() => first);
        _commerce.OnAsk = null;

        var second = AskAsync("orders/1");
        Gathered();

        Assert.Equal("1", await second);
    }

    [Fact]
    public async Task One_that_Commerce_cannot_read_does_not_take_the_others_with_it()
    {
        _commerce.OnAsk = (path, _) => path.Contains("in", StringComparison.Ordinal) || path == "orders/2" ? Task.FromException(FakeStageCommerce.Refusal) : Task.CompletedTask;
        var (one, two) = (AskAsync("orders/1"), AskAsync("orders/2"));
        Gathered();

        Assert.Equal("1", await one);
        await Assert.ThrowsAsync<CommerceException>(() => two);
    }

    [Fact]
    public async Task A_call_has_a_largest_number_of_questions()
    {
        var answers = Task.WhenAll(Enumerable.Range(1, 250).Select(i => AskAsync($"orders/{i}")));
        Gathered();
        await answers;

        Assert.Equal(3, _commerce.Questions.Count);
    }

    [Fact]
    public async Task Who_gives_up_does_not_take_the_answer_from_others()
    {
        using var impatient = new CancellationTokenSource();
        var gone = _questions.AskAsync(null, "orders/1", by: null, default, impatient.Token);
        var stays = AskAsync("orders/1");
        await impatient.CancelAsync();
        Gathered();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal("1", await stays);
    }

    [Fact]
    public async Task Orders_that_are_known_by_their_numbers_are_searched_in_one_call_and_one_alone_too()
    {
        _commerce.Documents["orders/000000001"] = """{"entity_id":1,"increment_id":"000000001"}""";
        _commerce.Documents["orders/000000002"] = """{"entity_id":2,"increment_id":"000000002"}""";
        var made = _time.GetUtcNow();
        var answers = Task.WhenAll(
            AskAsync("orders/000000001", made, LookUpKeys.OrderNumber), AskAsync("orders/000000002", made, LookUpKeys.OrderNumber), AskAsync("orders/1", made));
        Gathered();
        Assert.Equal("1,2,1", string.Join(',', await answers));

        Assert.Equal("1", await AskAsync("orders/000000001", made, LookUpKeys.OrderNumber));
        var later = AskAsync("orders/000000001", made + TimeSpan.FromHours(1), LookUpKeys.OrderNumber);
        Gathered();
        await later;

        Assert.Equal(["orders/1", "orders?increment_id in 000000001", "orders?increment_id in 000000001,000000002"], _commerce.Questions.Order(StringComparer.Ordinal));
        Assert.Equal(1, _commerce.Saved);
        await Assert.ThrowsAsync<StageException>(() => AskAsync("orders/", made, LookUpKeys.OrderNumber));
    }

    [Fact]
    public async Task A_number_that_several_orders_have_is_refused_and_takes_no_other_with_it()
    {
        _commerce.Documents["orders/7"] = """{"entity_id":7}""";
        _commerce.Several.Add("orders/000000001");
        _commerce.Documents["orders/000000001"] = "{}";
        _commerce.Documents["orders/000000002"] = """{"entity_id":2}""";
        var twice = AskAsync("orders/000000001", default, LookUpKeys.OrderNumber);
        var once = AskAsync("orders/000000002", default, LookUpKeys.OrderNumber);
        Gathered();

        var refusal = await Assert.ThrowsAsync<CommerceException>(() => twice);
        Assert.Equal("Commerce has several orders with the increment_id 000000001, in several stores: ask for it by its id.", refusal.Message);
        Assert.False(refusal.IsTransient);
        Assert.Equal("2", await once);
    }

    private async Task<string?> AskAsync(string path, DateTimeOffset since = default, string? by = null)
    {
        var answer = await _questions.AskAsync(null, path, by, since, Token);
        return answer is not { } found ? null : found.ValueKind == System.Text.Json.JsonValueKind.Object ? found.GetProperty("entity_id").GetRawText() : "";
    }

    private void Gathered() => _time.Advance(TimeSpan.FromMilliseconds(20));
}
