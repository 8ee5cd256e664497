using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>Two RSA keys that play Adobe's, and the small server where the product fetches their public halves.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly HttpListener _listener = new();

    public SigningKeys()
    {
        Host = new Uri($"http://{ServerProcess.FreeAddress()}");
        _listener.Prefixes.Add(Host.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Host { get; }

    public (RSA Key, string Path) First { get; } = (RSA.Create(2048), "/prod/keys/pub-key-bench1.pem");

    public (RSA Key, string Path) Second { get; } = (RSA.Create(2048), "/prod/keys/pub-key-bench2.pem");

    public void Dispose()
    {
        _listener.Close();
        First.Key.Dispose();
        Second.Key.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var key = string.Equals(context.Request.Url!.AbsolutePath, First.Path, StringComparison.Ordinal) ? First.Key : Second.Key;
                await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
