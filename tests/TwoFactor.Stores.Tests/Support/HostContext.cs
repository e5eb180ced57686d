using Microsoft.EntityFrameworkCore;

namespace TwoFactor.Tests;

/// <summary>A host's context, with a table of its own beside ours.</summary>
public sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTwoFactor(Database.ProviderName == "Npgsql.EntityFrameworkCore.PostgreSQL" ? "C" : null);
}

public sealed class Order
{
    public int Id { get; init; }
}
