using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace TwoFactor.Tests;

/// <summary>A store of users, with passwords and security stamps, and without a second factor.</summary>
internal sealed class PlainStore(TestDb db) : IUserPasswordStore<IdentityUser>, IUserSecurityStampStore<IdentityUser>
{
    private readonly UserStore<IdentityUser> _inner = new(db);

    public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.CreateAsync(user, cancellationToken);

    public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.UpdateAsync(user, cancellationToken);

    public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.DeleteAsync(user, cancellationToken);

    public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        _inner.FindByIdAsync(userId, cancellationToken);

    public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        _inner.FindByNameAsync(normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.GetUserIdAsync(user, cancellationToken);

    public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.GetUserNameAsync(user, cancellationToken);

    public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) =>
        _inner.SetUserNameAsync(user, userName, cancellationToken);

    public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.GetNormalizedUserNameAsync(user, cancellationToken);

    public Task SetNormalizedUserNameAsync(
        IdentityUser user,
        string? normalizedName,
        CancellationToken cancellationToken
    ) => _inner.SetNormalizedUserNameAsync(user, normalizedName, cancellationToken);

    public Task<string?> GetPasswordHashAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.GetPasswordHashAsync(user, cancellationToken);

    public Task SetPasswordHashAsync(IdentityUser user, string? passwordHash, CancellationToken cancellationToken) =>
        _inner.SetPasswordHashAsync(user, passwordHash, cancellationToken);

    public Task<bool> HasPasswordAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.HasPasswordAsync(user, cancellationToken);

    public Task<string?> GetSecurityStampAsync(IdentityUser user, CancellationToken cancellationToken) =>
        _inner.GetSecurityStampAsync(user, cancellationToken);

    public Task SetSecurityStampAsync(IdentityUser user, string stamp, CancellationToken cancellationToken) =>
        _inner.SetSecurityStampAsync(user, stamp, cancellationToken);

    public void Dispose() => _inner.Dispose();
}
