using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Identity's own columns of a user's second factor. The replaced values are kept encrypted, so that the command
/// <c>restore</c> can put them back.
/// </summary>
internal sealed class IdentityUserStore(IDataProtectionProvider protection)
{
    // The login provider under which Identity's UserStoreBase keeps both.
    private const string StoreProvider = "[AspNetUserStore]";
    private const string RecoveryCodes = "RecoveryCodes";

    private const string OwnProvider = "[TwoFactor]";
    private const string Moved = "Moved";

    private readonly IDataProtector _protector = protection.CreateProtector("TwoFactor.AspNetCore.Identity.Moved.v1");

    /// <summary>Whether what is in Identity's columns is ours: a key that nobody has.</summary>
    public static async Task<bool> IsReplacedAsync<TUser>(IUserStore<TUser> store, TUser user)
        where TUser : class =>
        store is IUserAuthenticationTokenStore<TUser> tokens
        && await tokens.GetTokenAsync(user, OwnProvider, Moved, CancellationToken.None).ConfigureAwait(false)
            is not null;

    public static async Task<OldFactor> ReadAsync<TUser>(IUserStore<TUser> store, TUser user)
        where TUser : class
    {
        var old = new OldFactor();
        if (store is IUserTwoFactorStore<TUser> flags)
            old.Enabled = await flags.GetTwoFactorEnabledAsync(user, CancellationToken.None).ConfigureAwait(false);

        if (
            store is IUserAuthenticatorKeyStore<TUser> keys
            && await keys.GetAuthenticatorKeyAsync(user, CancellationToken.None).ConfigureAwait(false) is { } key
            && !string.IsNullOrWhiteSpace(key)
        )
            old.Key = key;

        if (
            store is IUserAuthenticationTokenStore<TUser> tokens
            && await tokens
                .GetTokenAsync(user, StoreProvider, RecoveryCodes, CancellationToken.None)
                .ConfigureAwait(false)
                is { Length: > 0 } joined
        )
            old.RecoveryCodes = joined.Split(';', StringSplitOptions.RemoveEmptyEntries);

        return old;
    }

    /// <summary>The user's phone, if it is confirmed; Identity itself sends codes there.</summary>
    public static async Task<string?> FindPhoneAsync<TUser>(IUserStore<TUser> store, TUser user)
        where TUser : class =>
        store is IUserPhoneNumberStore<TUser> phones
        && await phones.GetPhoneNumberConfirmedAsync(user, CancellationToken.None).ConfigureAwait(false)
            ? await phones.GetPhoneNumberAsync(user, CancellationToken.None).ConfigureAwait(false)
            : null;

    /// <summary>The user's e-mail address, if it is confirmed; Identity itself sends codes there.</summary>
    public static async Task<string?> FindEmailAsync<TUser>(IUserStore<TUser> store, TUser user)
        where TUser : class =>
        store is IUserEmailStore<TUser> emails
        && await emails.GetEmailConfirmedAsync(user, CancellationToken.None).ConfigureAwait(false)
            ? await emails.GetEmailAsync(user, CancellationToken.None).ConfigureAwait(false)
            : null;

    /// <summary>
    /// Replaces the key with one that nobody has, and makes the recovery codes unusable, in one write. So if the
    /// package is removed later, nobody gets in with the password alone.
    /// </summary>
    public async Task<IdentityResult> ReplaceAsync<TUser>(
        IUserStore<TUser> store,
        TUser user,
        OldFactor old,
        string decoy
    )
        where TUser : class
    {
        if (store is IUserAuthenticatorKeyStore<TUser> keys)
            await keys.SetAuthenticatorKeyAsync(user, decoy, CancellationToken.None).ConfigureAwait(false);

        if (store is IUserTwoFactorRecoveryCodeStore<TUser> codes)
            await codes.ReplaceCodesAsync(user, [], CancellationToken.None).ConfigureAwait(false);

        if (store is IUserTwoFactorStore<TUser> flags)
            await flags.SetTwoFactorEnabledAsync(user, true, CancellationToken.None).ConfigureAwait(false);

        if (store is IUserAuthenticationTokenStore<TUser> tokens)
            await tokens
                .SetTokenAsync(user, OwnProvider, Moved, Seal(old), CancellationToken.None)
                .ConfigureAwait(false);

        return await store.UpdateAsync(user, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Sets Identity's own flag, if it is not set so already.</summary>
    public static async Task<IdentityResult> SetEnabledAsync<TUser>(IUserStore<TUser> store, TUser user, bool enabled)
        where TUser : class
    {
        if (
            store is not IUserTwoFactorStore<TUser> flags
            || await flags.GetTwoFactorEnabledAsync(user, CancellationToken.None).ConfigureAwait(false) == enabled
        )
            return IdentityResult.Success;

        await flags.SetTwoFactorEnabledAsync(user, enabled, CancellationToken.None).ConfigureAwait(false);
        return await store.UpdateAsync(user, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Puts back what was there before.</summary>
    /// <returns>Null if there is nothing to restore.</returns>
    /// <param name="store">The users.</param>
    /// <param name="user">The user.</param>
    /// <param name="withCodes">Whether the recovery codes come back too: one that was used since must not.</param>
    public async Task<IdentityResult?> RestoreAsync<TUser>(
        IUserStore<TUser> store,
        TUser user,
        Func<int, bool> withCodes
    )
        where TUser : class
    {
        if (
            store is not IUserAuthenticationTokenStore<TUser> tokens
            || await tokens.GetTokenAsync(user, OwnProvider, Moved, CancellationToken.None).ConfigureAwait(false)
                is not { Length: > 0 } text
        )
            return null;

        var old = Open(text);
        if (!old.Enabled)
            return null;

        // With neither a key nor an address for codes, Identity would take the password alone.
        if (
            old.Key is null
            && await FindPhoneAsync(store, user).ConfigureAwait(false) is null
            && await FindEmailAsync(store, user).ConfigureAwait(false) is null
        )
            return null;

        // To Identity, an empty key is none.
        if (store is IUserAuthenticatorKeyStore<TUser> keys)
            await keys.SetAuthenticatorKeyAsync(user, old.Key ?? "", CancellationToken.None).ConfigureAwait(false);

        if (store is IUserTwoFactorRecoveryCodeStore<TUser> codes)
            await codes
                .ReplaceCodesAsync(
                    user,
                    withCodes(old.RecoveryCodes.Length) ? old.RecoveryCodes : [],
                    CancellationToken.None
                )
                .ConfigureAwait(false);

        await tokens.RemoveTokenAsync(user, OwnProvider, Moved, CancellationToken.None).ConfigureAwait(false);
        return await store.UpdateAsync(user, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Forgets for good what was there before.</summary>
    /// <returns>Null if there is nothing to delete.</returns>
    public static async Task<IdentityResult?> WipeAsync<TUser>(IUserStore<TUser> store, TUser user)
        where TUser : class
    {
        if (
            store is not IUserAuthenticationTokenStore<TUser> tokens
            || await tokens.GetTokenAsync(user, OwnProvider, Moved, CancellationToken.None).ConfigureAwait(false)
                is not { Length: > 0 }
        )
            return null;

        await tokens.SetTokenAsync(user, OwnProvider, Moved, "", CancellationToken.None).ConfigureAwait(false);
        return await store.UpdateAsync(user, CancellationToken.None).ConfigureAwait(false);
    }

    private string Seal(OldFactor old) =>
        _protector.Protect(JsonSerializer.Serialize(old, OldFactorJson.Default.OldFactor));

    private OldFactor Open(string text) =>
        JsonSerializer.Deserialize(_protector.Unprotect(text), OldFactorJson.Default.OldFactor) ?? new OldFactor();
}
