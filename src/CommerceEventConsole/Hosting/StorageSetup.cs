using System.Globalization;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Db.SqlServer;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>Chooses the database that section <c>Storage</c> names.</summary>
public static class StorageSetup
{
    /// <summary>Adds the store and its one writer.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<StorageOptions>(StorageOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        var section = builder.Configuration.GetSection(StorageOptions.Section);
        // Settings that make no sense are named when all are checked; until then any store will do.
        _ = Enum.TryParse<StorageProvider>(section[nameof(StorageOptions.Provider)], ignoreCase: true, out var provider);
        try
        {
            AddProvider(builder, provider, section);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            builder.Services.AddSingleton(new SettingsSection(
                StorageOptions.Section, _ => [$"Storage:ConnectionString cannot be read: {e.Message.TrimEnd('.')}."]));
            builder.Services.AddSqliteStorage(SqliteFile(builder.Environment.ContentRootPath));
        }

        builder.Services.AddSingleton<StoreWriter>();
        builder.Services.AddHostedService(p => p.GetRequiredService<StoreWriter>());
    }

    private static void AddProvider(WebApplicationBuilder builder, StorageProvider provider, IConfigurationSection section)
    {
        var connectionString = section[nameof(StorageOptions.ConnectionString)];
        if (provider == StorageProvider.SqlServer)
        {
            var options = new StorageOptions { Provider = provider };
            if (int.TryParse(section[nameof(StorageOptions.MaxBatchSize)], CultureInfo.InvariantCulture, out var size) && size > 0)
                options.MaxBatchSize = size;
            builder.Services.AddSqlServerStorage(connectionString ?? "", options);
            return;
        }

        builder.Services.AddSqliteStorage(
            string.IsNullOrWhiteSpace(connectionString) ? SqliteFile(builder.Environment.ContentRootPath) : connectionString);
    }

    private static string SqliteFile(string contentRoot) => $"Data Source={Path.Combine(contentRoot, "data", "console.db")}";
}

/// <summary>Names everything that is wrong in section <c>Storage</c>.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var problems = new List<string>();
        if (options.Provider == StorageProvider.SqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
            problems.Add("Storage:ConnectionString is empty, but SQL Server needs one.");
        Range(problems, nameof(options.MaxBatchSize), options.MaxBatchSize ?? 1, 1, 1000);
        Range(problems, nameof(options.GroupCommitSize), options.GroupCommitSize, 1, 10_000);
        Range(problems, nameof(options.QueueLength), options.QueueLength, 1, 1_000_000);
        Range(problems, nameof(options.QueueMegabytes), options.QueueMegabytes, 4, 4096);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Range(List<string> problems, string name, int value, int min, int max)
    {
        if (value < min || value > max)
            problems.Add($"Storage:{name} is {value}, but must be from {min} to {max}.");
    }
}
