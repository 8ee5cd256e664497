using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>The model on SQL Server: times are <c>datetime2(6)</c> in UTC, so that no offset is compared or indexed.</summary>
public sealed class SqlServerConsoleDbContext(DbContextOptions<SqlServerConsoleDbContext> options) : ConsoleDbContext(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTime>().HavePrecision(6);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // The state is in the filters of these indexes, and still the row is fetched to test it unless the index holds it: a claim would
        // fetch every older delivery of an entity.
        builder.Entity<Delivery>(e =>
        {
            e.HasIndex(d => new { d.DestinationId, d.DueAt, d.Id }, "IX_Deliveries_Due").IncludeProperties(d => d.State);
            e.HasIndex(d => new { d.RouteId, d.OrderKey, d.EventSeq }, "IX_Deliveries_Unfinished").IncludeProperties(d => d.State);
        });
    }

    private sealed class UtcDateTime() : ValueConverter<DateTimeOffset, DateTime>(
        time => time.ToColumn(), value => value.FromColumn());
}

/// <summary>For <c>dotnet ef</c> alone. Nothing is connected to.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerConsoleDbContext>
{
    /// <inheritdoc />
    public SqlServerConsoleDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerConsoleDbContext>().UseSqlServer().Options);
}
