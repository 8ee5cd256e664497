using CommerceEventConsole.Engine.Destinations;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>Keys, lengths and indexes of what is kept of back-office systems.</summary>
internal static class BackOfficeModel
{
    public static void Configure(ModelBuilder builder) => builder.Entity<BackOfficeSystem>(e =>
    {
        e.Property(s => s.Name).HasMaxLength(100);
        e.Property(s => s.ChangedBy).HasMaxLength(256);
        e.HasIndex(s => s.Name).IsUnique();

        // A destination may go; the system stays, and is no destination any more.
        e.HasOne<Destination>().WithMany().HasForeignKey(s => s.DestinationId).OnDelete(DeleteBehavior.SetNull);
    });
}
