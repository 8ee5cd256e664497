using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>How a kind of records is read from and written to a system.</summary>
public sealed record RestRecords
{
    /// <summary>How they are read; null where they are not.</summary>
    public RestRead? Read { get; init; }

    /// <summary>How they are written; null where they are not.</summary>
    public RestWrite? Write { get; init; }

    /// <summary>The field map.</summary>
    public IReadOnlyList<FieldRule> Fields { get; init; } = [];
}

/// <summary>How a system divides a long list.</summary>
public enum RestPaging
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>By <c>{page}</c>, the number of a page.</summary>
    PageNumber,

    /// <summary>By <c>{skip}</c>, the number of records before the page.</summary>
    Skip,

    /// <summary>By an address in the answer, as OData does.</summary>
    NextLink,

    /// <summary>By <c>{cursor}</c>, a text from the answer.</summary>
    Cursor,
}

/// <summary>
/// How records are read. Path and body may hold <c>{pageSize}</c>, <c>{page}</c>, <c>{skip}</c>, <c>{cursor}</c>, <c>{since}</c>, <c>{before}</c>,
/// <c>{keys}</c> and <c>{filter}</c>; a part of the query whose value is missing is left out.
/// </summary>
public sealed record RestRead
{
    /// <summary>GET, or POST where the system is asked in a body.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The path below the base address, e.g. <c>stock?$top={pageSize}</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The body of a POST; null for none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Headers of this call beside those of the connection.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>How a long list is divided.</summary>
    public RestPaging Paging { get; init; }

    /// <summary>PageNumber: the number of the first page.</summary>
    public int FirstPage { get; init; } = 1;

    /// <summary>Records of a page that the system gives at most.</summary>
    public int MaxPageSize { get; init; } = 100;

    /// <summary>Where the records are in the answer; empty where the answer is the list.</summary>
    public string Items { get; init; } = "";

    /// <summary>Where the number of all records is; empty where it is not said.</summary>
    public string Total { get; init; } = "";

    /// <summary>NextLink, Cursor: where the address or text of the next page is.</summary>
    public string Next { get; init; } = "";

    /// <summary>Where a record says when it was changed last; empty where it does not.</summary>
    public string ChangedAt { get; init; } = "";

    /// <summary>How that time is written, as in <see cref="FieldRule.Format"/>.</summary>
    public string ChangedAtFormat { get; init; } = "";

    /// <summary>How <c>{since}</c> and <c>{before}</c> are written.</summary>
    public string TimeFormat { get; init; } = "";

    /// <summary>Conditions that are put together; null where the path says them one by one.</summary>
    public RestFilter? Filter { get; init; }

    /// <summary>The path of one record, with <c>{key}</c> or the fields of the key, for systems that know no condition on keys; 404 says that there is none.</summary>
    public string One { get; init; } = "";
}

/// <summary>
/// Conditions that are put together: those that apply, joined. A value between single quotes has its own quotes doubled, as OData and SQL ask.
/// </summary>
public sealed record RestFilter
{
    /// <summary>The parameter of the query that takes it, e.g. <c>$filter</c>; empty where path or body hold <c>{filter}</c>.</summary>
    public string Parameter { get; init; } = "";

    /// <summary>What stands between two conditions.</summary>
    public string And { get; init; } = " and ";

    /// <summary>What always applies; empty for nothing.</summary>
    public string Always { get; init; } = "";

    /// <summary>Changed at or after <c>{since}</c>; empty where the system does not know.</summary>
    public string Since { get; init; } = "";

    /// <summary>Changed before <c>{before}</c>; empty where the system does not know.</summary>
    public string Before { get; init; } = "";

    /// <summary>One of some keys, each made of <c>{key}</c> or the fields of the key.</summary>
    public string EachKey { get; init; } = "";

    /// <summary>What stands between two keys.</summary>
    public string KeyJoin { get; init; } = " or ";

    /// <summary>All of them, in the place of <c>{keys}</c>.</summary>
    public string Keys { get; init; } = "({keys})";
}

/// <summary>In which way a record is written, so that writing it twice changes nothing.</summary>
public enum RestWay
{
    /// <summary>One request that the system takes twice without harm: <see cref="RestWrite.Create"/>.</summary>
    Send,

    /// <summary><see cref="RestWrite.Update"/>, and where that answers 404, <see cref="RestWrite.Create"/>.</summary>
    UpdateThenCreate,

    /// <summary>It is read first: then <see cref="RestWrite.Update"/>, or nothing where that is not set, or <see cref="RestWrite.Create"/>.</summary>
    LookUpFirst,
}

/// <summary>How records are written.</summary>
public sealed record RestWrite
{
    /// <summary>In which way.</summary>
    public RestWay Way { get; init; }

    /// <summary>The call that makes a record, or the only one.</summary>
    public RestCall? Create { get; init; }

    /// <summary>The call that changes a record that is there; null where such records are left as they are.</summary>
    public RestCall? Update { get; init; }

    /// <summary>How many go in one request; null for one. Only with <see cref="RestWay.Send"/>.</summary>
    public RestBatch? Batch { get; init; }

    /// <summary>Statuses beside 2xx by which the system says that it has the record already, e.g. 409.</summary>
    public IReadOnlyList<int> AlreadyThere { get; init; } = [];

    /// <summary>LookUpFirst: where the id is in a record that was read; <c>{id}</c> stands for it.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where the id is in the answer to a write; empty where it is not said.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Whether a POST that got no answer may be sent again. PUT, PATCH and DELETE always may.</summary>
    public bool RepeatIsSafe { get; init; }
}

/// <summary>One call of a write. Path and body may hold <c>{id}</c>, <c>{key}</c> and fields, of the system first and of Commerce next.</summary>
public sealed record RestCall
{
    /// <summary>POST, PUT or PATCH.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path below the base address.</summary>
    public string Path { get; init; } = "";

    /// <summary>Headers of this call beside those of the connection.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body around the record: <c>"{record}"</c> stands for it, <c>"{records}"</c> for a batch; null where the body is the record.</summary>
    public JsonNode? Body { get; init; }
}

/// <summary>Several records in one request, each with an outcome of its own.</summary>
public sealed record RestBatch
{
    /// <summary>Records of a request at most.</summary>
    public int Size { get; init; } = 100;

    /// <summary>Where the outcomes are in the answer; empty where the answer is the list, or where 2xx says that all were taken.</summary>
    public string Rows { get; init; } = "";

    /// <summary>Whether the answer holds no outcomes: 2xx says that all were taken.</summary>
    public bool AllOrNothing { get; init; }

    /// <summary>Where an outcome says which row it is of, counted from 0; empty where they stand in the order of the rows.</summary>
    public string RowIndex { get; init; } = "";

    /// <summary>Where an outcome says that the row was taken (true); empty where an error says that it was not.</summary>
    public string RowOk { get; init; } = "";

    /// <summary>Where an outcome's error is.</summary>
    public string RowError { get; init; } = "";

    /// <summary>Where the id is in an outcome.</summary>
    public string RowReference { get; init; } = "";
}
