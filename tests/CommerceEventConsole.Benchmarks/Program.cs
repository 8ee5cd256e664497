using CommerceEventConsole.Benchmarks.Dispatch;
using CommerceEventConsole.Benchmarks.Intake;
using CommerceEventConsole.Benchmarks.Replay;

switch (args)
{
    case ["serve-floor", var url]:
        await FloorServer.RunAsync(url, null);
        return 0;
    case ["serve-floor", var url, var database]:
        await FloorServer.RunAsync(url, database);
        return 0;
    case ["serve-sink", var url]:
        await SinkServer.RunAsync(url);
        return 0;
    case ["intake", .. var rest]:
        return await IntakeBenchmark.RunAsync(rest);
    case ["dispatch", .. var rest]:
        return await DispatchBenchmark.RunAsync(rest);
    case ["replay", .. var rest]:
        return await ReplayBenchmark.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync(
            """
            Usage: intake   [--requests N] [--rounds N] [--only abcwd]
                   dispatch [--count N] [--rounds N] [--concurrency N] [--versions N] [--rate N] [--seconds N] [--answer-ms N] [--only abcdm]
                   replay   [--count N] [--rounds N] [--concurrency N] [--versions N] [--failed N] [--only bre]
            dispatch and replay hand --Section:Name value on to the product.
            """);
        return 1;
}
