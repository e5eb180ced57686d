using Microsoft.AspNetCore.Identity;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The messages of ASP.NET Core Identity in the language of the request, for all eight languages of the pages. Register
/// it with <c>AddErrorDescriber&lt;TwoFactorErrorDescriber&gt;()</c>. Texts of
/// <see cref="TwoFactorPagesOptions.Texts"/> come first, by keys such as <c>identity.PasswordTooShort</c>.
/// </summary>
/// <param name="texts">The texts of the request.</param>
public class TwoFactorErrorDescriber(TwoFactorTexts texts) : IdentityErrorDescriber
{
    /// <inheritdoc/>
    public override IdentityError DefaultError() => Say(base.DefaultError());

    /// <inheritdoc/>
    public override IdentityError ConcurrencyFailure() => Say(base.ConcurrencyFailure());

    /// <inheritdoc/>
    public override IdentityError PasswordMismatch() => Say(base.PasswordMismatch());

    /// <inheritdoc/>
    public override IdentityError InvalidToken() => Say(base.InvalidToken());

    /// <inheritdoc/>
    public override IdentityError RecoveryCodeRedemptionFailed() => Say(base.RecoveryCodeRedemptionFailed());

    /// <inheritdoc/>
    public override IdentityError LoginAlreadyAssociated() => Say(base.LoginAlreadyAssociated());

    /// <inheritdoc/>
    public override IdentityError InvalidUserName(string? userName) => Say(base.InvalidUserName(userName), userName);

    /// <inheritdoc/>
    public override IdentityError InvalidEmail(string? email) => Say(base.InvalidEmail(email), email);

    /// <inheritdoc/>
    public override IdentityError DuplicateUserName(string userName) => Say(base.DuplicateUserName(userName), userName);

    /// <inheritdoc/>
    public override IdentityError DuplicateEmail(string email) => Say(base.DuplicateEmail(email), email);

    /// <inheritdoc/>
    public override IdentityError InvalidRoleName(string? role) => Say(base.InvalidRoleName(role), role);

    /// <inheritdoc/>
    public override IdentityError DuplicateRoleName(string role) => Say(base.DuplicateRoleName(role), role);

    /// <inheritdoc/>
    public override IdentityError UserAlreadyHasPassword() => Say(base.UserAlreadyHasPassword());

    /// <inheritdoc/>
    public override IdentityError UserLockoutNotEnabled() => Say(base.UserLockoutNotEnabled());

    /// <inheritdoc/>
    public override IdentityError UserAlreadyInRole(string role) => Say(base.UserAlreadyInRole(role), role);

    /// <inheritdoc/>
    public override IdentityError UserNotInRole(string role) => Say(base.UserNotInRole(role), role);

    /// <inheritdoc/>
    public override IdentityError PasswordTooShort(int length) => Say(base.PasswordTooShort(length), length);

    /// <inheritdoc/>
    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Say(base.PasswordRequiresUniqueChars(uniqueChars), uniqueChars);

    /// <inheritdoc/>
    public override IdentityError PasswordRequiresNonAlphanumeric() => Say(base.PasswordRequiresNonAlphanumeric());

    /// <inheritdoc/>
    public override IdentityError PasswordRequiresDigit() => Say(base.PasswordRequiresDigit());

    /// <inheritdoc/>
    public override IdentityError PasswordRequiresLower() => Say(base.PasswordRequiresLower());

    /// <inheritdoc/>
    public override IdentityError PasswordRequiresUpper() => Say(base.PasswordRequiresUpper());

    private IdentityError Say(IdentityError error, params object?[] values)
    {
        error.Description = texts[$"identity.{error.Code}", [.. values.Select(v => v ?? "")]];
        return error;
    }
}
