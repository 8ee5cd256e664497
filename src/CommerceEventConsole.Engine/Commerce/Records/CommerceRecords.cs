using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>
/// A Commerce instance as one of the systems that records are exchanged with (spec 7.2), in as few calls as its interface allows: pages,
/// many by key in one search, and bulk calls for many writes.
/// </summary>
internal sealed class CommerceRecords(CommerceShop shop, CommerceCallCounts counts) : IRecordSystem
{
    private static readonly Dictionary<RecordKind, ICommerceKind> Kinds = new()
    {
        [RecordKind.Order] = new OrderRecords(),
        [RecordKind.OrderStatus] = new OrderStatusRecords(),
        [RecordKind.Shipment] = new ShipmentRecords(),
        [RecordKind.Return] = new ReturnRecords(),
        [RecordKind.Product] = new ProductRecords(),
        [RecordKind.BasePrice] = new BasePriceRecords(),
        [RecordKind.Stock] = new StockRecords(),
        [RecordKind.Customer] = new CustomerRecords(),
        [RecordKind.Company] = new CompanyRecords(),
    };

    private readonly CallTally _tally = new();

    /// <inheritdoc />
    public string Name => shop.Instance.Name;

    /// <inheritdoc />
    public long Calls => _tally.Made;

    /// <inheritdoc />
    public bool CanRead(RecordKind kind) => Kinds.ContainsKey(kind);

    /// <inheritdoc />
    public bool CanReadChanges(RecordKind kind) => Kinds.TryGetValue(kind, out var found) && found.HasChanges;

    /// <inheritdoc />
    public bool CanWrite(RecordKind kind) => Kinds.TryGetValue(kind, out var found) && found.CanWrite;

    /// <inheritdoc />
    public Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken) =>
        CallAsync(query.Kind, kind => kind.ReadAsync(shop, query, cancellationToken));

    /// <inheritdoc />
    public Task<IReadOnlyList<RecordOutcome>> WriteAsync(RecordKind kind, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken) =>
        CallAsync(kind, found => found.CanWrite ? found.WriteAsync(shop, records, cancellationToken) : throw Cannot("written"));

    // Only this method's calls are counted: what it sets does not reach its caller.
    private async Task<T> CallAsync<T>(RecordKind kind, Func<ICommerceKind, Task<T>> call)
    {
        if (!Kinds.TryGetValue(kind, out var found))
            throw Cannot("read");
        counts.CountInto(_tally);
        try
        {
            return await call(found);
        }
        catch (CommerceException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>What a run of a resync makes of Commerce's trouble. What Commerce refused for good is for a person.</summary>
    internal static RecordSystemException Failed(CommerceException e) =>
        new(e.Message, e) { RetryAfter = e.RetryAfter, NeedsPerson = e is { IsTransient: false, Status: not null } };

    private NotSupportedException Cannot(string what) => new($"Records of this kind cannot be {what} in {Name}.");
}

/// <summary>Opens Commerce instances as systems that records are exchanged with.</summary>
internal sealed class CommerceRecordsFactory(CommerceRest rest, CommerceCallCounts counts) : ICommerceRecords
{
    /// <inheritdoc />
    public async Task<IRecordSystem> OpenAsync(int instanceId, CancellationToken cancellationToken)
    {
        try
        {
            return new CommerceRecords(await rest.OpenAsync(instanceId, CommercePurpose.Resync, cancellationToken), counts);
        }
        catch (CommerceException e)
        {
            throw CommerceRecords.Failed(e);
        }
    }
}
