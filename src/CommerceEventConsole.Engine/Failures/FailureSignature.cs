using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>What failures have in common that belong together: a destination has one group for each signature.</summary>
/// <param name="Class">What sort of trouble.</param>
/// <param name="StatusCode">The HTTP status; null where there was no answer.</param>
/// <param name="Message">The message without what differs from one event to the next, see <see cref="FailureMessage"/>.</param>
public sealed record FailureSignature(FailureClass Class, int? StatusCode, string Message)
{
    /// <summary>Stands for every message of a class and status once a destination has too many groups.</summary>
    public const string Rest = "(other messages)";

    /// <summary>The signature as a number: the same in every process and release, whatever the case of the message's letters.</summary>
    public long Hash
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{(int)Class}|{StatusCode}|{Message.ToLowerInvariant()}");
            return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>The same without the message.</summary>
    public FailureSignature WithoutMessage() => this with { Message = Rest };
}
