using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>
/// The two key pairs that sign every request (spec 2.9). Two exist so that they can rotate; public keys of the last
/// rotations stay readable, because receivers hold requests that were signed with them.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    private const int KeyBits = 2048;
    private const int KeptPublicKeys = 16;
    private const string IdLetters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly Lock _gate = new();
    private readonly BoundedMap<string, string> _published = new(KeptPublicKeys, StringComparer.Ordinal);
    private SigningKey _first;
    private SigningKey _second;

    public SigningKeys()
    {
        _first = Publish();
        _second = Publish();
    }

    /// <summary>Signs the exact bytes of a body with both keys.</summary>
    public Signatures Sign(byte[] body)
    {
        lock (_gate)
            return new Signatures(_first.Sign(body), _first.Path, _second.Sign(body), _second.Path);
    }

    /// <summary>Retires the first key, moves the second up and makes a new second one.</summary>
    public void Rotate()
    {
        lock (_gate)
        {
            _first.Dispose();
            _first = _second;
            _second = Publish();
        }
    }

    /// <summary>The paths in use, first key first.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_gate)
                return [_first.Path, _second.Path];
        }
    }

    /// <summary>The PEM text (SubjectPublicKeyInfo) published under a path.</summary>
    public bool TryGetPem(string path, [MaybeNullWhen(false)] out string pem)
    {
        lock (_gate)
            return _published.TryGetValue(path, out pem);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private SigningKey Publish()
    {
        var key = new SigningKey($"/prod/keys/pub-key-{RandomNumberGenerator.GetString(IdLetters, 10)}.pem", RSA.Create(KeyBits));
        _published.Set(key.Path, key.Rsa.ExportSubjectPublicKeyInfoPem());
        return key;
    }

    private sealed record SigningKey(string Path, RSA Rsa) : IDisposable
    {
        public string Sign(byte[] body) =>
            Convert.ToBase64String(Rsa.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        public void Dispose() => Rsa.Dispose();
    }
}

/// <summary>Base64 signatures of one body and the paths of the public keys that verify them.</summary>
internal sealed record Signatures(string First, string FirstPath, string Second, string SecondPath);
