namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>The faces of Adobe I/O Events: public keys, the validation address, and what the Developer Console would show.</summary>
internal static class AdobeEndpoints
{
    private const int ShownRetries = 20;
    private const int ShownAttempts = 30;

    public static void AddAdobe(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Registration>();
        services.AddSingleton<RetryQueue>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<ConsoleClient>();
        services.AddSingleton<Challenge>();
        services.AddSingleton<Sender>();
        services.AddSingleton<Publisher>();
        services.AddHostedService(provider => provider.GetRequiredService<Publisher>());
        services.AddSingleton<AdobeStatusReader>();
    }

    public static void MapAdobe(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/prod/keys/{file}", (string file, SigningKeys keys) =>
            keys.TryGetPem($"/prod/keys/{file}", out var pem) ? Results.Text(pem, "application/x-pem-file") : Results.NotFound());

        routes.MapGet("/csm/registrations/validate", (string? id, string? challenge, Challenge challenges) =>
            challenges.Validate(id, challenge)
                ? Results.Text("The registration is active.")
                : Results.Text("This validation address is not open.", statusCode: StatusCodes.Status410Gone));

        routes.MapGet("/control/adobe", (AdobeStatusReader status) => status.Read(ShownRetries, ShownAttempts));

        routes.MapPost("/control/adobe/challenge", async (Challenge challenges, AdobeStatusReader status, CancellationToken cancellationToken) =>
        {
            await challenges.AskAsync(cancellationToken);
            return status.Read(ShownRetries, ShownAttempts);
        });

        routes.MapPost("/control/keys/rotate", (SigningKeys keys) =>
        {
            keys.Rotate();
            return new { keyPaths = keys.Paths };
        });
    }
}
