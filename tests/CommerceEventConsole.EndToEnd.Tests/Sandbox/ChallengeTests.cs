using System.Net;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class ChallengeTests
{
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task An_echo_in_either_form_makes_the_registration_active(string contentType)
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console => console.OnChallenge = value =>
            Results.Text(contentType is "text/plain" ? value : $$"""{"challenge":"{{value}}"}""", contentType));

        await rig.AdobeWhenAsync(adobe => (string?)adobe["state"] is "active");
    }

    [Theory]
    [InlineData("text/html", "{0}")]
    [InlineData("application/json", "{0}")]
    [InlineData("text/plain", "{0}x")]
    [InlineData("application/json", "[\"{0}\"]")]
    public async Task An_answer_of_another_form_or_value_is_no_echo(string contentType, string form)
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console =>
        {
            console.OnChallenge = value => Results.Text(form.Replace("{0}", value, StringComparison.Ordinal), contentType);
            console.OnPush = _ => StatusCodes.Status403Forbidden;
        });

        var status = await rig.PostAsync("/control/adobe/challenge");

        Assert.Equal("unverified", (string)status["state"]!);
    }

    [Fact]
    public async Task Without_an_echo_a_call_to_the_validation_address_makes_it_active()
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console => console.OnChallenge = _ => Results.NotFound());
        // Several may be under way, as the sandbox asks again by itself: any open one will do.
        var status = await rig.GetAsync("/control/adobe");
        for (var probes = 0; (string?)status["state"] is not "active"; probes++)
        {
            Assert.InRange(probes, 0, 20);
            var probe = await rig.Console.NextAsync(pushed => pushed.Code is "challenge");
            var address = new Uri((string)probe.Json["validationUrl"]!);
            using var forged = await rig.Http.GetAsync($"{address.AbsolutePath}?id={status["registrationId"]}&challenge=guess", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Gone, forged.StatusCode);

            using var answer = await rig.Http.GetAsync(address, TestContext.Current.CancellationToken);
            status = await rig.GetAsync("/control/adobe");
            Assert.Equal(answer.StatusCode == HttpStatusCode.OK ? "active" : "unverified", (string)status["state"]!);
        }
    }

    [Fact]
    public async Task No_event_is_pushed_before_the_challenge_is_answered_and_none_is_lost()
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console => console.OnChallenge = _ => Results.NotFound());
        await rig.PostAsync("/control/shop/prices");
        var before = await rig.GetAsync("/control/adobe");
        Assert.Equal(1, (int)before["waiting"]!);

        rig.Console.OnChallenge = value => Results.Json(new { challenge = value });
        await rig.PostAsync("/control/adobe/challenge");

        Assert.Equal("com.adobe.commerce.observer.catalog_product_save_commit_after", (await rig.Console.NextAsync(pushed => pushed.Code is not "challenge")).Code);
    }

    [Fact]
    public async Task A_repeated_challenge_that_fails_disables_the_registration_and_new_events_stay_away()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.AdobeWhenAsync(adobe => (string?)adobe["state"] is "active");
        rig.Console.OnChallenge = _ => Results.NotFound();
        rig.Console.OnPush = _ => StatusCodes.Status403Forbidden;

        var status = await rig.PostAsync("/control/adobe/challenge");
        await rig.PostAsync("/control/shop/prices");

        Assert.Equal("disabled", (string)status["state"]!);
        Assert.Equal(1, (int)(await rig.GetAsync("/control/adobe"))["notPushed"]!);
    }

    [Fact]
    public async Task The_shop_opens_by_itself_once_the_console_has_answered()
    {
        await using var rig = await SandboxRig.StartAsync(options => options.AutoPlay = true);

        var pushed = await rig.Console.NextAsync();

        Assert.StartsWith("com.adobe.commerce.", pushed.Code, StringComparison.Ordinal);
    }
}
