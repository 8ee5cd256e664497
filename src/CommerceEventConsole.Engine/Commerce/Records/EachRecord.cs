using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Writes records one by one, where Commerce has no call for many.</summary>
internal static class EachRecord
{
    /// <summary>Writes; one outcome for each, in their order. What Commerce refuses is that record's problem, and so is passing trouble; the rest goes on.</summary>
    /// <exception cref="CommerceException">The credentials are not accepted, or there is no such call.</exception>
    public static async Task<IReadOnlyList<RecordOutcome>> WriteAsync(
        IReadOnlyList<SystemRecord> records, Func<SystemRecord, int, Task> write, CancellationToken cancellationToken)
    {
        var outcomes = new List<RecordOutcome>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await write(records[i], i);
                outcomes.Add(new RecordOutcome(records[i].Key));
            }
            catch (CommerceException e) when (e.Status is not (null or 401 or 403 or 405))
            {
                outcomes.Add(new RecordOutcome(records[i].Key, e.Message, e.IsTransient));
            }
        }

        return outcomes;
    }
}
