using CommerceEventConsole.Benchmarks.Intake;

switch (args)
{
    case ["serve-floor", var url]:
        await FloorServer.RunAsync(url, null);
        return 0;
    case ["serve-floor", var url, var database]:
        await FloorServer.RunAsync(url, database);
        return 0;
    case ["intake", .. var rest]:
        return await IntakeBenchmark.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("Usage: intake [--requests N] [--rounds N] [--only abcd]");
        return 1;
}
