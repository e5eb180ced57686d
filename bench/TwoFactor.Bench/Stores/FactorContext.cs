using Microsoft.EntityFrameworkCore;

namespace TwoFactor.Bench.Stores;

/// <summary>A context that has the two-factor tables and nothing else.</summary>
internal sealed class FactorContext(DbContextOptions<FactorContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTwoFactor("C");
}
