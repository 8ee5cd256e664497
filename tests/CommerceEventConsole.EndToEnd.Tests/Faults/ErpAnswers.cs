using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>Answers one request, and notes in its receipt what it was answered.</summary>
internal delegate Task ErpAnswer(Receipt receipt, HttpContext context);

/// <summary>Ways to answer.</summary>
internal static class ErpAnswers
{
    // Longer than any destination's time-out here: who waits gives up first.
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(30);

    public static Task Take(Receipt receipt, HttpContext context) => Say(receipt, context, StatusCodes.Status200OK);

    public static Task Refuse(Receipt receipt, HttpContext context) => Say(receipt, context, StatusCodes.Status422UnprocessableEntity);

    public static Task Slowly(Receipt receipt, HttpContext context) => Task.Delay(Slowness, TimeProvider.System, context.RequestAborted);

    /// <summary>Too many requests, for all but every fourth.</summary>
    public static Task Storm(Receipt receipt, HttpContext context)
    {
        if (receipt.Number % 4 == 0)
            return Take(receipt, context);
        context.Response.Headers.RetryAfter = "1";
        return Say(receipt, context, StatusCodes.Status429TooManyRequests);
    }

    /// <summary>In turn: no answer at all, an answer that stops in its body, a whole one. The ERP has done its work each time.</summary>
    public static async Task BreakOff(Receipt receipt, HttpContext context)
    {
        switch (receipt.Number % 3)
        {
            case 0:
                await Take(receipt, context);
                return;
            case 1:
                receipt.Status = StatusCodes.Status200OK;
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{ \"taken\":", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                break;
        }

        context.Abort();
    }

    /// <summary>Takes so many from now on; those after them wait until <paramref name="released"/>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="released">Ends when those that wait may be answered.</param>
    public static ErpAnswer TakeThenHold(int count, Task released)
    {
        var taken = 0;
        return async (receipt, context) =>
        {
            if (Interlocked.Increment(ref taken) > count)
                await released.WaitAsync(context.RequestAborted);
            await Take(receipt, context);
        };
    }

    private static async Task Say(Receipt receipt, HttpContext context, int status)
    {
        receipt.Status = status;
        context.Response.StatusCode = status;
        if (status >= 400)
            await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"status {status}"), context.RequestAborted);
    }
}
