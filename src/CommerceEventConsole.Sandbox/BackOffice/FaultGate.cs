namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>Something whose faults can be set.</summary>
internal interface IFaulty
{
    string Name { get; }

    /// <summary>The fault that every call meets.</summary>
    Fault Fault { get; set; }
}

/// <summary>Meets the calls of a REST interface with the fault that is set.</summary>
internal static class FaultGate
{
    /// <summary>The answer that the fault gives instead of the real one; null where the call goes on, maybe after a wait.</summary>
    /// <param name="faulty">Whose fault.</param>
    /// <param name="context">The call.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="refuse">Makes an answer of the interface's own shape from status and text.</param>
    public static async Task<IResult?> MeetAsync(IFaulty faulty, HttpContext context, TimeProvider time, Func<int, string, IResult> refuse)
    {
        var fault = faulty.Fault;
        switch (fault.Mode)
        {
            case FaultMode.Down:
                return new Aborted();
            case FaultMode.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, context.RequestAborted);
                return null;
            case FaultMode.Error500:
                return refuse(StatusCodes.Status500InternalServerError, "Something went wrong inside.");
            case FaultMode.TooMany429:
                context.Response.Headers.RetryAfter = Text.Of(fault.RetryAfterSeconds);
                return refuse(StatusCodes.Status429TooManyRequests, "Too many calls at this time.");
            case FaultMode.WrongAnswer:
                return Results.Text("<!doctype html><title>Maintenance</title><p>The system is being updated.</p>", "text/html");
            case FaultMode.Flaky when Random.Shared.Next(100) < fault.Percent:
                return refuse(StatusCodes.Status503ServiceUnavailable, "Not available at this moment.");
            default:
                return null;
        }
    }

    /// <summary>The connection ends without an answer, after the call was counted: who made it may look at the count at once.</summary>
    private sealed class Aborted : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status499ClientClosedRequest;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Abort();
            return Task.CompletedTask;
        }
    }
}
