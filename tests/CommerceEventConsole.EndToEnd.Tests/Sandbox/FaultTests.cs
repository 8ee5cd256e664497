using System.Net;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class FaultTests(FaultTests.QuietSandbox quiet) : IClassFixture<FaultTests.QuietSandbox>
{
    private const string KnownOrder = """{"type":"t","data":{"value":{"increment_id":"000000007","items":[{"sku":"MAT-AIR-L"}]}}}""";

    [Theory]
    [InlineData("error500", HttpStatusCode.InternalServerError)]
    [InlineData("tooMany429", HttpStatusCode.TooManyRequests)]
    [InlineData("wrongAnswer", HttpStatusCode.OK)]
    [InlineData("flaky", HttpStatusCode.ServiceUnavailable)]
    [InlineData("slow", HttpStatusCode.Created)]
    public async Task A_fault_shows_and_is_gone_when_it_is_taken_back(string mode, HttpStatusCode expected)
    {
        await SetFaultAsync(quiet.Rig, $$"""{"mode":"{{mode}}","retryAfterSeconds":7,"percent":100,"delayMs":1}""", HttpStatusCode.OK);

        using var faulty = await BackOfficeCalls.SendAsync(quiet.Rig, "erp/orders", $"{mode}_1", KnownOrder);
        await SetFaultAsync(quiet.Rig, """{"mode":"none"}""", HttpStatusCode.OK);
        using var healthy = await BackOfficeCalls.SendAsync(quiet.Rig, "erp/orders", $"{mode}_2", KnownOrder);

        Assert.Equal(expected, faulty.StatusCode);
        Assert.Equal(mode is "tooMany429" ? TimeSpan.FromSeconds(7) : null, faulty.Headers.RetryAfter?.Delta);
        Assert.Equal(mode is "wrongAnswer" ? "text/html" : "application/json", faulty.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Created, healthy.StatusCode);
    }

    [Fact]
    public async Task A_system_that_is_down_aborts_the_connection_and_counts_the_attempt()
    {
        await using var rig = await SandboxRig.StartAsync();
        await SetFaultAsync(rig, """{"mode":"down"}""", HttpStatusCode.OK);

        await Assert.ThrowsAsync<HttpRequestException>(() => BackOfficeCalls.SendAsync(rig, "erp/orders", "fault_1", KnownOrder));

        Assert.Equal(1, (int)(await rig.GetAsync("/erp/summary"))["faulted"]!);
    }

    [Theory]
    [InlineData("""{"mode":"lazy"}""")]
    [InlineData("""{"mode":"slow","delayMs":-1}""")]
    [InlineData("""{"mode":"flaky","percent":101}""")]
    [InlineData("nonsense")]
    public async Task A_fault_that_makes_no_sense_is_refused(string body)
    {
        await SetFaultAsync(quiet.Rig, body, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("", KnownOrder)]
    [InlineData("fault_1", "[]")]
    [InlineData("fault_1", "{")]
    public async Task A_request_without_id_or_object_is_refused(string id, string body)
    {
        using var answer = await BackOfficeCalls.SendAsync(quiet.Rig, "erp/orders", id, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task SetFaultAsync(SandboxRig rig, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await rig.Http.PutAsync("/control/faults/erp", content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>One sandbox for the tests that leave it as they found it.</summary>
    public sealed class QuietSandbox : IAsyncLifetime
    {
        public SandboxRig Rig { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Rig = await SandboxRig.StartAsync();

        public ValueTask DisposeAsync() => Rig.DisposeAsync();
    }
}
