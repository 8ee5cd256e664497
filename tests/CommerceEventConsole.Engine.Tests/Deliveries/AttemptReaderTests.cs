using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class AttemptReaderTests
{
    [Fact]
    public async Task What_was_delivered_is_not_kept_a_second_time_and_is_shown_as_it_was_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(revisionId: 1, "value.increment_id");
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var delivered = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);

        var row = Assert.Single(await rig.AttemptsAsync(delivered.Id));
        var whole = await rig.Attempts.ReadAsync(row.Id, default);

        Assert.Null(row.RequestBody);
        Assert.Equal(Assert.Single(receiver.Requests).Body, Encoding.UTF8.GetString(whole!.Body!));
        Assert.DoesNotContain("status", Encoding.UTF8.GetString(whole.Body!), StringComparison.Ordinal);
        Assert.False(whole.IsBodyLost);
    }

    [Fact]
    public async Task Each_attempt_is_shown_as_the_revision_of_its_time_made_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(revisionId: 2, "value.status");
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var delivered = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);

        await using (var context = rig.Context())
            await context.Deliveries.Where(d => d.Id == delivered.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.RevisionId, 2));
        await rig.Actions.ReplayAsync([delivered.Id], "anna", deliveredToo: true, default);
        await rig.UntilAsync(delivered.Id, d => d is { State: DeliveryState.Delivered, LastAttempt: 2 });

        var sent = receiver.Requests.Select(r => r.Body).ToList();
        var shown = new List<string>();
        foreach (var row in await rig.AttemptsAsync(delivered.Id))
            shown.Add(Encoding.UTF8.GetString((await rig.Attempts.ReadAsync(row.Id, default))!.Body!));
        Assert.Distinct(sent);
        Assert.Equal(sent, shown);
    }

    [Fact]
    public async Task What_failed_is_kept_as_it_was_sent()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var delivered = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);

        var failed = (await rig.AttemptsAsync(delivered.Id))[0];
        var whole = await rig.Attempts.ReadAsync(failed.Id, default);

        Assert.Equal((null, null), (failed.RequestDigest, failed.RequestRevisionId));
        Assert.Equal(receiver.Requests.First().Body, Encoding.UTF8.GetString(failed.RequestBody!));
        Assert.Equal(failed.RequestBody, whole!.Body);
    }

    [Fact]
    public async Task A_body_that_is_not_exactly_what_was_sent_is_not_shown()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var delivered = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);
        var row = Assert.Single(await rig.AttemptsAsync(delivered.Id));
        await using (var context = rig.Context())
            await context.DeliveryAttempts.ExecuteUpdateAsync(set => set.SetProperty(a => a.RequestDigest, row.RequestDigest + 1));

        var whole = await rig.Attempts.ReadAsync(row.Id, default);

        Assert.Null(whole!.Body);
        Assert.True(whole.IsBodyLost);
        Assert.Equal(row.RequestHead, whole.Attempt.RequestHead);
    }

    [Fact]
    public async Task An_attempt_that_sent_nothing_has_no_body_and_has_lost_none()
    {
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(new Uri("http://127.0.0.1:9/")));
        await rig.StartAsync();
        var failed = await rig.UntilAsync(await rig.StoreAsync(revisionId: 99), DeliveryState.Failed);

        var row = Assert.Single(await rig.AttemptsAsync(failed.Id));
        var whole = await rig.Attempts.ReadAsync(row.Id, default);

        Assert.Equal((null, false), (whole!.Body, whole.IsBodyLost));
        Assert.Null(await rig.Attempts.ReadAsync(row.Id + 1000, default));
    }
}
