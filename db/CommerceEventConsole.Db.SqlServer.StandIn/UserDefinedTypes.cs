namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined type is serialised. The names and values are those of SQL Server's CLR integration.</summary>
public enum Format
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>The server's own serialisation.</summary>
    Native = 1,

    /// <summary>The type serialises itself through <see cref="IBinarySerialize"/>.</summary>
    UserDefined = 2,
}

/// <summary>Custom serialisation of a user-defined type.</summary>
public interface IBinarySerialize
{
    /// <summary>Fills the value from <paramref name="r"/>.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value to <paramref name="w"/>.</summary>
    void Write(BinaryWriter w);
}

/// <summary>Marks a type as a user-defined type of SQL Server.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>The serialisation format.</summary>
    public Format Format { get; } = format;

    /// <summary>Largest serialised size in bytes; -1 for unlimited.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether all instances have the same length.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether the serialised bytes order as the values do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>Name of the validation method.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The type's name on the server.</summary>
    public string? Name { get; set; }
}

/// <summary>Thrown where a type that is not a user-defined type is used as one.</summary>
public sealed class InvalidUdtException : SystemException
{
    private InvalidUdtException(string message) : base(message)
    {
    }

    /// <summary>The exception for <paramref name="udtType"/>, with the reason.</summary>
    public static InvalidUdtException Create(Type udtType, string resourceReason) =>
        new($"'{udtType}' is not a user-defined type: {resourceReason}");
}
