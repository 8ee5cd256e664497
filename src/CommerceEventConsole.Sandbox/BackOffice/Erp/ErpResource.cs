using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>One of the ERP's lists: what can be asked of it, and how a row is put.</summary>
internal abstract class ErpResource(string name)
{
    /// <summary>Its path below the base address.</summary>
    public string Name => name;

    /// <summary>How a row is put; null where the ERP's own people do that.</summary>
    public Func<JsonObject, ErpPut>? Put { get; init; }

    /// <summary>How a row is created by POST, where that differs from putting it; null where it does not.</summary>
    public Func<JsonObject, ErpPut>? Post { get; init; }

    /// <summary>Fields that a row's address stands for, in their order.</summary>
    public required string[] KeyFields { get; init; }

    /// <summary>Fields that a filter may name.</summary>
    public required string[] FilterFields { get; init; }

    /// <summary>A page of it.</summary>
    public abstract JsonObject List(IQueryCollection query, string address);

    /// <summary>One row by its key; null where there is none.</summary>
    public abstract JsonObject? One(string key);

    public abstract JsonObject Document(ErpRow row);
}

/// <summary>A list over a table.</summary>
internal sealed class ErpResource<T>(string name, ErpTable<T> table, Func<T, JsonObject> document) : ErpResource(name)
    where T : ErpRow
{
    public override JsonObject List(IQueryCollection query, string address) => ErpQuery.Read(query, FilterFields).Page(table, document, address);

    public override JsonObject? One(string key) => table.TryGet(key, out var row) ? document(row) : null;

    public override JsonObject Document(ErpRow row) => document((T)row);
}
