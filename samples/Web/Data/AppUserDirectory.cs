using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TwoFactor;

namespace WebSample.Data;

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
