namespace CommerceEventConsole.Engine.Events;

/// <summary>How entity keys are written: <c>id:12</c> marks a key that is Commerce's own number.</summary>
public static class EntityText
{
    private const string IdMark = "id:";

    /// <summary>Whether the key is Commerce's own number.</summary>
    public static bool IsId(string key) => key.StartsWith(IdMark, StringComparison.Ordinal);

    /// <summary>The number alone where the key is one, else the key.</summary>
    public static string WithoutIdMark(string key) => IsId(key) ? key[IdMark.Length..] : key;

    /// <summary>A number as a key.</summary>
    public static string FromId(string id) => IdMark + id;

    /// <summary>The key as a person reads it.</summary>
    public static string Show(string key) => IsId(key) ? $"no. {key[IdMark.Length..]}" : key;
}
