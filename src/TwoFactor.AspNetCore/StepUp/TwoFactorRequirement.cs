using Microsoft.AspNetCore.Authorization;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Requires a session that has passed a second factor: recently, with certain methods, or without a backup code, as the
/// properties say. The second factor that the session passed last is checked.
/// </summary>
public sealed class TwoFactorRequirement : IAuthorizationRequirement
{
    private readonly IReadOnlyList<string> _methods = [];

    /// <summary>Creates the requirement.</summary>
    /// <param name="maxAge">The highest allowed age of the second factor; null for any time in this session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not positive.</exception>
    public TwoFactorRequirement(TimeSpan? maxAge = null)
    {
        if (maxAge is { } age)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(maxAge));

        MaxAge = maxAge;
    }

    /// <summary>The highest allowed age of the second factor; null for any time in this session.</summary>
    public TimeSpan? MaxAge { get; }

    /// <summary>
    /// The accepted methods, e.g. <c>totp</c>. Default: empty, which accepts any. A session from before the library
    /// recorded the method has none.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public IReadOnlyList<string> Methods
    {
        get => _methods;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Any(string.IsNullOrWhiteSpace))
                throw new ArgumentException("A method's name is empty. Name methods such as totp.", nameof(value));

            _methods = [.. value];
        }
    }

    /// <summary>
    /// Whether a recovery code or an administrator's temporary code is accepted. Default: true. Set it to false where a
    /// stolen sheet of codes, or a help desk that was tricked, must not be enough.
    /// </summary>
    public bool AllowBackupCodes { get; init; } = true;

    /// <summary>
    /// Whether only a method that resists phishing is accepted, e.g. a passkey (NIST SP 800-63B-4 §3.2.5; the trait
    /// <see cref="TwoFactor.Methods.FactorMethodTraits.IsPhishingResistant"/>). Default: false. No backup code does.
    /// </summary>
    public bool IsPhishingResistant { get; init; }

    /// <summary>Describes the requirement in the log of refused authorizations.</summary>
    public override string ToString() =>
        (MaxAge is { } age ? $"a second factor within {age}" : "a second factor in this session")
        + (Methods.Count > 0 ? $", by {string.Join(" or ", Methods)}" : "")
        + (IsPhishingResistant ? ", resistant to phishing" : "")
        + (AllowBackupCodes ? "" : ", no backup code");

    /// <param name="method">The method of the session's last second factor, or null.</param>
    /// <param name="resistant">The methods that resist phishing.</param>
    internal bool IsMetBy(string? method, IReadOnlySet<string> resistant) =>
        (!IsPhishingResistant || (method is not null && resistant.Contains(method)))
        && (
            AllowBackupCodes
            || method is not (null or FactorMethodNames.RecoveryCode or FactorMethodNames.TemporaryCode)
        )
        && (Methods.Count == 0 || (method is not null && Methods.Contains(method, StringComparer.Ordinal)));
}
