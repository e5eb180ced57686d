using Microsoft.EntityFrameworkCore;

namespace TwoFactor.Tests;

/// <summary>A host's context, with a table of its own beside ours.</summary>
public sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>
    /// With the migration that <c>dotnet ef migrations add AddTwoFactor</c> made on PostgreSQL; from the model
    /// elsewhere.
    /// </summary>
    public Task CreateTablesAsync() => Database.IsNpgsql() ? Database.MigrateAsync() : Database.EnsureCreatedAsync();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.AddTwoFactor(Database.IsNpgsql() ? "C" : null);
}

public sealed class Order
{
    public int Id { get; init; }
}
