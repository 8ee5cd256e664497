using System.Buffers.Binary;
using System.Security.Cryptography;
using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Events;

public sealed class AttemptViewTests : EventScreens
{
    public AttemptViewTests() => Services.AddSingleton<IRouting>(new ErpRouting(OrderSaved));

    [Fact]
    public async Task What_was_delivered_is_shown_as_it_was_sent()
    {
        var page = await OpenAsync(_ => { });

        var sent = page.WaitForElement("[aria-label=Sent]").TextContent;

        Assert.StartsWith("POST https://erp.example.test\ncontent-type: application/json", sent, StringComparison.Ordinal);
        Assert.Contains("\"increment_id\":\"000000001\"", sent, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", page.Find("[aria-label='Came back']").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be shown", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_exactly_what_was_sent_is_not_shown_and_the_page_says_why()
    {
        var page = await OpenAsync(a => a.RequestDigest++);

        var sent = page.WaitForElement("[aria-label=Sent]").TextContent;

        Assert.StartsWith("POST https://erp.example.test", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("increment_id", sent, StringComparison.Ordinal);
        Assert.Contains("The body cannot be shown: it is made of the stored event, and what that gives today is not exactly what was sent.", page.Markup, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<EventPage>> OpenAsync(Action<DeliveryAttempt> change)
    {
        var seq = await OrderAsync("000000001", DeliveryState.Delivered);
        await using (var db = Db())
        {
            var body = await db.Events.Where(e => e.Seq == seq).Select(e => e.Body).SingleAsync(Token);
            var attempt = new DeliveryAttempt
            {
                DeliveryId = await db.Deliveries.Where(d => d.EventSeq == seq).Select(d => d.Id).SingleAsync(Token),
                Number = 1,
                Outcome = AttemptOutcome.Delivered,
                StatusCode = 200,
                RequestHead = "POST https://erp.example.test\ncontent-type: application/json",
                // Nothing is filtered: what was sent is what was received.
                RequestDigest = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(body)),
                RequestRevisionId = 1,
                ResponseHead = "HTTP/1.1 200 OK",
            };
            change(attempt);
            db.Add(attempt);
            await db.SaveChangesAsync(Token);
        }

        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement(".attempt button[aria-expanded=false]").Click();
        return page;
    }
}
