using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace WebSample.Data;

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
