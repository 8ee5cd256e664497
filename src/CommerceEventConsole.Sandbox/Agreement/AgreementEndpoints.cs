namespace CommerceEventConsole.Sandbox.Agreement;

/// <summary>Whether both sides agree, and the day that makes them differ.</summary>
internal static class AgreementEndpoints
{
    public static void AddAgreement(this IServiceCollection services)
    {
        services.AddSingleton<AgreementReader>();
        services.AddSingleton<Day>();
    }

    public static void MapAgreement(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control/agreement", (AgreementReader reader) => reader.Read());
        routes.MapPost("/control/day", (Day day, DayPart part) =>
            part.Problem is { } problem ? Results.BadRequest(new { error = problem }) : Results.Ok(day.Play(part)));
        routes.MapPost("/control/catalogue", (Day day, int count) =>
            count is < 0 or > Shop.Catalogue.MostArticles
                ? Results.BadRequest(new { error = $"count must be between 0 and {Shop.Catalogue.MostArticles}" })
                : Results.Ok(new { done = $"{day.Grow(count)} article(s) added on both sides" }));
    }
}
