namespace CommerceEventConsole.Engine.Storage;

/// <summary>
/// A named number that all nodes share. The row <see cref="EventSeq"/> is the lock under which SQL Server's committers run: whoever
/// has raised it holds its row until the commit, so that <c>Seq</c> is given out in commit order.
/// </summary>
public sealed class Counter
{
    /// <summary>The last <c>Seq</c> given out.</summary>
    public const string EventSeq = "EventSeq";

    /// <summary>The last delivery id given out.</summary>
    public const string DeliveryId = "DeliveryId";

    /// <summary>Raised by every change of sources, subscriptions, destinations and routes, so that other nodes reload them.</summary>
    public const string Configuration = "Configuration";

    /// <summary>Raised by every change of accounts: its row is the lock under which they are made one after the other.</summary>
    public const string Accounts = "Accounts";

    /// <summary>Which number.</summary>
    public required string Name { get; set; }

    /// <summary>Its value.</summary>
    public long Value { get; set; }
}

/// <summary>A small value that belongs to the installation, such as the hash of the first-run link.</summary>
public sealed class Setting
{
    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Its value.</summary>
    public required string Value { get; set; }
}

/// <summary>One key of ASP.NET Core Data Protection's key ring, shared by all nodes.</summary>
public sealed class DataProtectionKeyRow
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The name that Data Protection gave it.</summary>
    public required string FriendlyName { get; set; }

    /// <summary>The key as XML.</summary>
    public required string Xml { get; set; }
}
