using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace WebSample.Data;

/// <summary>The app's own data: users, passwords, roles, groups. The second factor has a separate store.</summary>
public sealed class AppDb(DbContextOptions<AppDb> options) : IdentityDbContext<AppUser>(options)
{
    public DbSet<Group> Groups => Set<Group>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Group>().HasIndex(g => g.Name).IsUnique();
        builder.Entity<AppUser>().HasMany(u => u.Groups).WithMany(g => g.Members).UsingEntity("UserGroups");
    }
}
