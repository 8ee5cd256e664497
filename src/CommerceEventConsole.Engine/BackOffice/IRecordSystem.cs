using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>What Commerce and back-office systems exchange. The numbers are stored: never change them.</summary>
public enum RecordKind : byte
{
    /// <summary>An order with its items. Key: its <c>increment_id</c>.</summary>
    Order = 1,

    /// <summary>The status of an order: <c>increment_id</c>, <c>status</c>, <c>comment</c>. Key: <c>increment_id</c>.</summary>
    OrderStatus = 2,

    /// <summary>A shipment: <c>increment_id</c> of the order, <c>number</c>, <c>items[].sku</c>, <c>items[].qty</c>, <c>tracks[].carrier_code</c>, <c>tracks[].title</c>, <c>tracks[].track_number</c>. Key: <c>number</c>.</summary>
    Shipment = 3,

    /// <summary>A return: <c>increment_id</c> of the order, <c>number</c>, <c>items[].sku</c>, <c>items[].qty</c>. Key: <c>number</c>.</summary>
    Return = 4,

    /// <summary>A product: <c>sku</c>, <c>name</c>, <c>status</c>, <c>price</c>, <c>attributes.*</c>. Key: <c>sku</c>.</summary>
    Product = 5,

    /// <summary>A base price: <c>sku</c>, <c>store_id</c>, <c>price</c>. Key: <c>sku</c>, and <c>/</c> and the store where that is not 0.</summary>
    BasePrice = 6,

    /// <summary>Stock at a source: <c>sku</c>, <c>source_code</c>, <c>quantity</c>, <c>status</c> (1 in stock, 0 out; spec 7.2). Key: <c>sku</c>, and <c>/</c> and the source where that is not <c>default</c>.</summary>
    Stock = 7,

    /// <summary>A customer: <c>email</c>, <c>firstname</c>, <c>lastname</c>, <c>group_id</c>. Key: the e-mail address, in lower case.</summary>
    Customer = 8,

    /// <summary>A company (B2B): <c>company_name</c>, <c>company_email</c>, <c>legal_name</c>, <c>vat_tax_id</c>. Key: <c>company_email</c>, in lower case.</summary>
    Company = 9,

    /// <summary>A price of a price list (B2B): <c>sku</c>, <c>customer_group</c>, <c>quantity</c>, <c>price</c>. Key: the three, joined by <c>/</c>.</summary>
    ListPrice = 10,
}

/// <summary>A record in the terms of Commerce's REST interface, whatever system it comes from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">By what both sides know it: see <see cref="RecordKind"/>.</param>
/// <param name="Fields">Its fields, named as <see cref="RecordKind"/> says.</param>
/// <param name="ChangedAt">When it was changed last; null where the system does not say.</param>
public sealed record SystemRecord(RecordKind Kind, string Key, JsonObject Fields, DateTimeOffset? ChangedAt = null);

/// <summary>What is read.</summary>
/// <param name="Kind">Which records.</param>
/// <param name="PageSize">Records in a page at most.</param>
public sealed record RecordQuery(RecordKind Kind, int PageSize)
{
    /// <summary>Only what was changed at or after; null for everything.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only what was changed before; null for no end.</summary>
    public DateTimeOffset? ChangedBefore { get; init; }

    /// <summary>Only these; null for all. At most a page's worth.</summary>
    public ImmutableArray<string>? Keys { get; init; }

    /// <summary>
    /// Of shipments and returns that are asked for by <see cref="Keys"/>: the orders that they belong to. A system that cannot find them by the
    /// number that another one gave them looks there. Null where the caller does not know.
    /// </summary>
    public ImmutableArray<string>? Orders { get; init; }

    /// <summary>Where a page before this one ended, as <see cref="RecordPage.Next"/> gave it; null for the beginning. It stays valid over restarts.</summary>
    public string? Position { get; init; }
}

/// <summary>Part of what was asked for.</summary>
/// <param name="Records">The records; one that could not be read is among <paramref name="Unreadable"/>.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="Total">How many there are altogether; null where the system does not say.</param>
/// <param name="Unreadable">What could not be read, a sentence each.</param>
public sealed record RecordPage(IReadOnlyList<SystemRecord> Records, string? Next, long? Total, IReadOnlyList<string> Unreadable);

/// <summary>How writing one record ended.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Problem">Why it was not taken, as a sentence; null where it was.</param>
/// <param name="IsTransient">Whether it may be taken later.</param>
/// <param name="Reference">The id that the system gave it; null where it says none.</param>
public sealed record RecordOutcome(string Key, string? Problem = null, bool IsTransient = false, string? Reference = null);

/// <summary>A system cannot be talked to: it did not answer, refused the credentials, or answered what nobody can read.</summary>
/// <param name="message">A sentence for people.</param>
/// <param name="inner">The cause.</param>
public sealed class RecordSystemException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When to come again; null where the system does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether waiting will hardly help: it is the way it is set up that does not fit, and only a person can change that.</summary>
    public bool NeedsPerson { get; init; }
}

/// <summary>
/// Commerce, or a back-office system: what resynchronisation reads, compares and repairs. It knows nothing of schedules, positions or
/// differences. Safe for several callers at once.
/// </summary>
public interface IRecordSystem
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Requests made since it was opened.</summary>
    long Calls { get; }

    /// <summary>Whether it can be read.</summary>
    bool CanRead(RecordKind kind);

    /// <summary>Whether it can say what changed since a time.</summary>
    bool CanReadChanges(RecordKind kind);

    /// <summary>Whether it can be written.</summary>
    bool CanWrite(RecordKind kind);

    /// <summary>Reads a page.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    /// <exception cref="RecordSystemException">It cannot now.</exception>
    Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Writes records in as few requests as the system allows; one outcome for each, in their order. Writing a record twice changes nothing.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    /// <exception cref="RecordSystemException">It cannot now; nothing, or some of it, was written.</exception>
    Task<IReadOnlyList<RecordOutcome>> WriteAsync(RecordKind kind, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken);
}

/// <summary>The configured back-office systems and Commerce instances, ready to be talked to.</summary>
public interface IRecordSystems
{
    /// <summary>A back-office system.</summary>
    /// <exception cref="RecordSystemException">There is none of that id, or it is not set up completely.</exception>
    Task<IRecordSystem> BackOfficeAsync(int systemId, CancellationToken cancellationToken);

    /// <summary>A Commerce instance.</summary>
    /// <exception cref="RecordSystemException">There is none of that id, or it is not set up completely.</exception>
    Task<IRecordSystem> CommerceAsync(int instanceId, CancellationToken cancellationToken);
}
