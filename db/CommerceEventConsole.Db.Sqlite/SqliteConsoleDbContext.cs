using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>The model on SQLite: times are microseconds since 1970 in UTC, so that they compare and index as numbers.</summary>
public sealed class SqliteConsoleDbContext(DbContextOptions<SqliteConsoleDbContext> options) : ConsoleDbContext(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMicroseconds>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<UnmergedSearchKeys>(e =>
        {
            e.HasKey(u => u.FirstEventSeq);
            e.Property(u => u.FirstEventSeq).ValueGeneratedNever();
        });
    }

    private sealed class UnixMicroseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixMicroseconds(), value => UtcTime.FromUnixMicroseconds(value));
}

/// <summary>For <c>dotnet ef</c> alone.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteConsoleDbContext>
{
    /// <inheritdoc />
    public SqliteConsoleDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteConsoleDbContext>().UseSqlite("Data Source=:memory:").Options);
}
