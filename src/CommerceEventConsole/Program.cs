using CommerceEventConsole.Access;
using CommerceEventConsole.Endpoints;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Hosting;
using CommerceEventConsole.Live;

if (args.Contains(HealthProbe.Argument, StringComparer.Ordinal))
    return await HealthProbe.RunAsync();

var builder = ConsoleHost.CreateBuilder(args);
builder.AddStorage();
builder.AddSandbox();
builder.AddAccess();
builder.AddForwardedHeaders();
builder.Services.AddStoredKeyRing();
builder.Services.AddRouting(builder.Configuration);
builder.Services.AddCommerce(builder.Configuration);
builder.Services.AddBackOffice(builder.Configuration);
builder.Services.AddSetupFile(builder.Configuration);
builder.Services.AddIntake(builder.Configuration);
builder.Services.AddDelivery(builder.Configuration);
builder.Services.AddReplays();
builder.Services.AddActivity();
builder.Services.AddAlerts(builder.Configuration);
builder.Services.AddJobs(builder.Configuration);
builder.Services.AddResync(builder.Configuration);
builder.Services.AddLiveFeed();
builder.Services.AddConsoleComponents();
builder.Services.AddConsoleHealth();

var app = builder.Build();
if (!await app.CheckSettingsAsync())
    return 1;
app.UseConsolePipeline();
app.MapIntake();
app.MapConsoleHealth();
app.MapAccess();
app.MapLiveFeed();
app.MapSubscriptionExport();
app.MapResyncExport();
app.MapConsoleComponents();
return await app.RunConsoleAsync(args);
