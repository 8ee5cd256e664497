using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DeliveryOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(new DeliveryOptionsValidator().Validate(null, new DeliveryOptions()).Succeeded);

    [Fact]
    public void Every_value_that_cannot_work_is_named()
    {
        var options = new DeliveryOptions { PollInterval = TimeSpan.Zero, ClaimBatch = 0, ChunkSize = 5000, StopGrace = TimeSpan.FromSeconds(-1) };
        var failures = new DeliveryOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(4, failures.Count);
        Assert.Contains(failures, f => f.Equals("Delivery:ChunkSize must be from 1 to 2000, but is 5000.", StringComparison.Ordinal));
    }
}
