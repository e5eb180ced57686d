using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using WebSample.Data;

namespace WebSample.Setup;

/// <summary>
/// Checks passwords. The answer and nearly the same amount of work are equal for users that do not exist. Identity
/// counts failures and locks.
/// </summary>
public sealed class Passwords(
    UserManager<AppUser> users,
    SignInManager<AppUser> signIns,
    IPasswordHasher<AppUser> hasher
)
{
    private static string? s_dummy;

    public async Task<AppUser?> CheckAsync(string? nameOrEmail, string? password)
    {
        var user = string.IsNullOrWhiteSpace(nameOrEmail)
            ? null
            : await users.FindByNameAsync(nameOrEmail) ?? await users.FindByEmailAsync(nameOrEmail);
        if (user is not null && await users.HasPasswordAsync(user))
            return await CheckAsync(user, password);

        var nobody = new AppUser();
        hasher.VerifyHashedPassword(
            nobody,
            s_dummy ??= hasher.HashPassword(nobody, "nobody's password"),
            password ?? ""
        );
        return null;
    }

    public async Task<AppUser?> CheckAsync(ClaimsPrincipal principal, string? password) =>
        await users.GetUserAsync(principal) is { } user ? await CheckAsync(user, password) : null;

    private async Task<AppUser?> CheckAsync(AppUser user, string? password) =>
        (await signIns.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true)).Succeeded ? user : null;
}

/// <summary>What Identity says of a bad password or name, in the language of the request.</summary>
public static class IdentityTexts
{
    public static string Say(this IStringLocalizer texts, IdentityResult result) =>
        string.Join(
            " ",
            result.Errors.Select(e =>
                texts[$"identity.{e.Code}"] is { ResourceNotFound: false } text ? text.Value : e.Description
            )
        );
}
