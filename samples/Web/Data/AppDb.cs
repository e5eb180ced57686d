using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwoFactor;

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

/// <summary>A user of the app, with groups in addition to Identity's roles.</summary>
public sealed class AppUser : IdentityUser
{
    public List<Group> Groups { get; } = [];
}

/// <summary>A group of users.</summary>
public sealed class Group
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public List<AppUser> Members { get; } = [];
}

/// <summary>Adds the user's groups to the claims, where the requirement policy looks for them.</summary>
public sealed class AppClaims(
    UserManager<AppUser> users,
    RoleManager<IdentityRole> roles,
    IOptions<IdentityOptions> options,
    AppDb db
) : UserClaimsPrincipalFactory<AppUser, IdentityRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var groups = await db.Groups.Where(g => g.Members.Any(m => m.Id == user.Id)).Select(g => g.Name).ToListAsync();
        identity.AddClaims(groups.Select(g => new Claim("groups", g)));
        return identity;
    }
}

/// <summary>Finds the app's users for administrators of the second factor.</summary>
public sealed class AppUserDirectory(AppDb db, ILookupNormalizer normalizer) : IUserDirectory
{
    public async ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await ReadAsync(db.Users.Where(u => u.Id == userId), cancellationToken)).FirstOrDefault();

    public async ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var (userName, email) = (normalizer.NormalizeName(name), normalizer.NormalizeEmail(name));
        var found = await ReadAsync(
            db.Users.Where(u => u.NormalizedUserName == userName || u.NormalizedEmail == email),
            cancellationToken
        );
        return found is [var user] ? user : null;
    }

    public async ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        await ReadAsync(
            db.Users.Where(u => afterUserId == null || string.Compare(u.Id, afterUserId) > 0)
                .OrderBy(u => u.Id)
                .Take(take),
            cancellationToken
        );

    private async Task<List<DirectoryUser>> ReadAsync(IQueryable<AppUser> users, CancellationToken cancellationToken)
    {
        var rows = await users
            .Select(u => new
            {
                u.Id,
                u.UserName,
                u.Email,
                Roles = db
                    .UserRoles.Where(r => r.UserId == u.Id)
                    .Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name!)
                    .ToList(),
                Groups = u.Groups.Select(g => g.Name).ToList(),
            })
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => new DirectoryUser
            {
                UserId = r.Id,
                UserName = r.UserName ?? r.Id,
                Email = r.Email,
                Roles = r.Roles,
                Groups = r.Groups,
            }),
        ];
    }
}
