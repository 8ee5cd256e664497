using System.Buffers.Text;
using System.Security.Cryptography;

namespace CommerceEventConsole.Components.Forms;

/// <summary>Makes secrets for people who need one.</summary>
public static class Secrets
{
    private const int Bytes = 32;

    /// <summary>A signing secret as Standard Webhooks writes it: <c>whsec_</c> and 256 random bits in Base64.</summary>
    public static string ForSigning() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>256 random bits in letters, digits, hyphens and underscores: fit for a header.</summary>
    public static string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
