using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Edits;

public sealed class DeliveryEditorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_delivery_goes_with_the_same_id_and_the_original_stays_in_the_record()
    {
        await using var receiver = await Receiver.AnsweringAsync(422, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=" });
        await rig.StartAsync();
        var original = await rig.StoreAsync("000000007");
        await rig.UntilAsync(original, DeliveryState.Failed);

        var made = await SaveAsync(rig, original, d => d.Replace("\"new\"", "\"processing\"", StringComparison.Ordinal));

        var delivery = await rig.UntilAsync(made.Id, DeliveryState.Delivered);
        var requests = receiver.Requests.ToList();
        Assert.Single(requests.Select(r => r.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal(requests[0].Body.Replace("\"new\"", "\"processing\"", StringComparison.Ordinal).Replace("} } }", "}}}", StringComparison.Ordinal), requests[1].Body);
        Assert.NotEqual(requests[0].Headers["webhook-signature"], requests[1].Headers["webhook-signature"]);
        var before = await rig.DeliveryAsync(original);
        Assert.Equal(DeliveryState.Superseded, before.State);
        Assert.Single(await rig.AttemptsAsync(original));
        Assert.Equal((before.EventSeq, before.RouteId, before.OrderKey), (delivery.EventSeq, delivery.RouteId, delivery.OrderKey));

        var ofEvent = await rig.Queries.ForEventAsync(before.EventSeq, Token);
        Assert.Equal((original, "olga", "Typing mistake"), (ofEvent[1].Edit!.OriginalId, ofEvent[1].Edit!.EditedBy, ofEvent[1].Edit!.Reason));
        Assert.Equal(made.Id, ofEvent[0].ReplacedBy!.DeliveryId);
        await using var context = rig.Context();
        var entry = Assert.Single(await context.AuditEntries.ToListAsync(Token));
        Assert.Equal(("olga", "delivery.edited", $"delivery {original}"), (entry.Who, entry.Action, entry.Subject));
        Assert.Contains("Typing mistake", entry.After, StringComparison.Ordinal);
        Assert.DoesNotContain("processing", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_are_changed_added_and_left_out_and_credentials_go_as_they_are()
    {
        await using var receiver = await Receiver.AnsweringAsync(422, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with
        {
            Headers = [new("Authorization", "Bearer very-secret"), new("X-Shop", "north"), new("X-Old", "1"), new("X-Copy", "has very-secret inside")],
        });
        await rig.StartAsync();
        var original = await rig.StoreAsync();
        await rig.UntilAsync(original, DeliveryState.Failed);
        var editor = rig.Get<DeliveryEditor>();

        var shown = (await editor.OpenAsync(original, Token)).Value!;
        Assert.Equal([new HeaderDraft("X-Shop", "north"), new HeaderDraft("X-Old", "1")], shown.Headers);
        Assert.Equal(["Authorization", "X-Copy"], shown.HiddenHeaders);
        var made = (await editor.SaveAsync(
            original, new DeliveryEditDraft(shown.Body, [new("X-Shop", "south"), new("X-New", "2")], "Wrong shop"), "olga", Token)).Value!;

        await rig.UntilAsync(made.Id, DeliveryState.Delivered);
        var (first, second) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(
            ["Bearer very-secret", "south", "2", "has very-secret inside", ""],
            new[] { "Authorization", "X-Shop", "X-New", "X-Copy", "X-Old" }.Select(n => second.Headers[n].ToString()));
        var compared = (await editor.CompareAsync(made.Id, Token))!;
        Assert.Empty(compared.Lines);
        Assert.Equal(
            [new("X-Shop", "north", "south"), new("X-Old", "1", null), new("X-New", null, "2")],
            compared.Headers.OrderBy(h => h.Name == "X-New").ThenBy(h => h.Name == "X-Old"));
    }

    [Fact]
    public async Task An_edited_delivery_keeps_its_place_in_the_order_of_its_entity()
    {
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 422 : 200;
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var older = await rig.StoreAsync("000000001");
        await rig.UntilAsync(older, DeliveryState.Failed);
        rig.Routing.Set(Rig.Erp(receiver) with { State = DestinationState.Paused });
        var younger = await rig.StoreAsync("000000001", state: DeliveryState.Held);

        var edited = await SaveAsync(rig, older, d => d.Replace("\"new\"", "\"edited\"", StringComparison.Ordinal));
        Assert.Equal(DeliveryState.Held, edited.State);
        rig.Routing.Set(Rig.Erp(receiver));

        await rig.UntilAsync(younger, DeliveryState.Delivered);
        var bodies = receiver.Requests.Skip(1).Select(r => r.Body).ToList();
        Assert.Contains("edited", bodies[0], StringComparison.Ordinal);
        Assert.Contains("event-2", bodies[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_edited_is_neither_replayed_nor_edited_again_but_its_edit_is()
    {
        await using var rig = await ReadyAsync();
        var original = await rig.StoreInStateAsync(DeliveryState.Failed);
        var first = await SaveAsync(rig, original, d => d.Replace("\"new\"", "\"a\"", StringComparison.Ordinal));

        var replayed = await rig.Actions.ReplayAsync([original], "olga", deliveredToo: true, Token);
        Assert.Equal((0, 1), (replayed.Changed, replayed.Skipped["edited since: the edited delivery goes instead"]));
        var again = await rig.Get<DeliveryEditor>().OpenAsync(original, Token);
        Assert.Contains("edited already", Assert.Single(again.Problems).Message, StringComparison.Ordinal);

        await SetAsync(rig, first.Id, DeliveryState.Failed);
        var second = await SaveAsync(rig, first.Id, d => d.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));
        var change = Assert.Single((await rig.Get<DeliveryEditor>().CompareAsync(second.Id, Token))!.Lines, r => !r.IsSame);
        Assert.Contains("\"a\"", change.Before, StringComparison.Ordinal);
        Assert.Contains("\"b\"", change.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_original_that_something_made_due_all_the_same_is_not_sent()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var original = await rig.StoreInStateAsync(DeliveryState.Failed);
        var edited = await SaveAsync(rig, original, d => d.Replace("\"new\"", "\"a\"", StringComparison.Ordinal));
        await SetAsync(rig, original, DeliveryState.Pending);
        await rig.StartAsync();

        await rig.UntilAsync(edited.Id, DeliveryState.Delivered);
        var stopped = await rig.UntilAsync(original, DeliveryState.Failed);

        Assert.Contains("edited delivery", stopped.LastError, StringComparison.Ordinal);
        Assert.Contains("\"a\"", Assert.Single(receiver.Requests).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryState.Pending)]
    [InlineData(DeliveryState.Sending)]
    [InlineData(DeliveryState.Retrying)]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Held)]
    public async Task What_is_not_settled_cannot_be_edited(DeliveryState state)
    {
        await using var rig = await ReadyAsync();
        var id = await rig.StoreInStateAsync(state);

        var opened = await rig.Get<DeliveryEditor>().OpenAsync(id, Token);

        Assert.Equal((ChangeOutcome.Invalid, null), (opened.Outcome, opened.Value));
    }

    [Fact]
    public async Task A_draft_with_problems_changes_nothing()
    {
        await using var rig = await ReadyAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Failed);

        var result = await rig.Get<DeliveryEditor>().SaveAsync(id, new DeliveryEditDraft("{", [], "Why"), "olga", Token);

        Assert.Equal(ChangeOutcome.Invalid, result.Outcome);
        Assert.Equal(DeliveryState.Failed, (await rig.DeliveryAsync(id)).State);
        await using var context = rig.Context();
        Assert.Empty(await context.DeliveryEdits.ToListAsync(Token));
    }

    [Fact]
    public async Task Of_two_people_who_edit_the_same_delivery_one_is_told()
    {
        await using var rig = await ReadyAsync();
        var id = await rig.StoreInStateAsync(DeliveryState.Failed);
        var editor = rig.Get<DeliveryEditor>();
        var shown = (await editor.OpenAsync(id, Token)).Value!;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(
            () => editor.SaveAsync(
                id, new DeliveryEditDraft(shown.Body.Replace("\"new\"", $"\"{i}\"", StringComparison.Ordinal), shown.Headers, "Why"), "olga", Token),
            Token)));

        Assert.Single(results, r => r.Succeeded);
        await using var context = rig.Context();
        Assert.Single(await context.DeliveryEdits.ToListAsync(Token));
        Assert.Equal(2, await context.Deliveries.CountAsync(Token));
    }

    [Fact]
    public async Task What_was_edited_for_another_destination_is_sent_as_edited_and_compared_to_what_the_event_makes()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var copy = await rig.StoreAsync(state: DeliveryState.Held);
        await using (var context = rig.Context())
        {
            context.DeliveryEdits.Add(new() { DeliveryId = copy, Body = """{"edited":true}"""u8.ToArray(), EditedBy = "anna", Reason = "Why" });
            await context.SaveChangesAsync(Token);
            await context.Deliveries.ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Edits, EditMarks.IsEdited).SetProperty(d => d.State, DeliveryState.Pending), Token);
        }

        await rig.StartAsync();
        var delivered = await rig.UntilAsync(copy, DeliveryState.Delivered);

        Assert.Equal("""{"edited":true}""", Assert.Single(receiver.Requests).Body);
        // What an event makes can be made again; what a person made is kept with the attempt.
        var attempt = Assert.Single(await rig.AttemptsAsync(copy));
        Assert.Equal("""{"edited":true}""", System.Text.Encoding.UTF8.GetString(attempt.RequestBody!));
        var shown = Assert.Single(await rig.Queries.ForEventAsync(delivered.EventSeq, Token));
        Assert.Equal(("anna", null), (shown.Edit!.EditedBy, shown.ReplacedBy));
        var lines = (await rig.Get<DeliveryEditor>().CompareAsync(copy, Token))!.Lines;
        Assert.Contains(lines, r => r.Before?.Contains("\"specversion\"", StringComparison.Ordinal) == true && !r.IsSame);
        Assert.Contains(lines, r => r.After?.Contains("\"edited\": true", StringComparison.Ordinal) == true && !r.IsSame);
    }

    private static async Task<Rig> ReadyAsync()
    {
        var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(new Uri("https://erp.example")));
        return rig;
    }

    private static async Task<Delivery> SaveAsync(Rig rig, long id, Func<string, string> change)
    {
        var editor = rig.Get<DeliveryEditor>();
        var shown = (await editor.OpenAsync(id, Token)).Value!;
        var result = await editor.SaveAsync(id, new DeliveryEditDraft(change(shown.Body), shown.Headers, " Typing mistake "), "olga", Token);
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }

    private static async Task SetAsync(Rig rig, long id, DeliveryState state)
    {
        await using var context = rig.Context();
        await context.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Token);
    }
}
