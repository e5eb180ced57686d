using Microsoft.AspNetCore.Authorization;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Asks for a session that passed a second factor: lately, by certain methods, or without a backup code, as its
/// properties say. What counts is the second factor that the session passed last.
/// </summary>
public sealed class TwoFactorRequirement : IAuthorizationRequirement
{
    private readonly IReadOnlyList<string> _methods = [];

    /// <summary>Makes the requirement.</summary>
    /// <param name="maxAge">How long ago at the most; null for any time in this session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not positive.</exception>
    public TwoFactorRequirement(TimeSpan? maxAge = null)
    {
        if (maxAge is { } age)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(maxAge));

        MaxAge = maxAge;
    }

    /// <summary>How long ago at the most; null for any time in this session.</summary>
    public TimeSpan? MaxAge { get; }

    /// <summary>
    /// The methods that do, e.g. <c>totp</c>; empty for any. Default: empty. A session that began before the method was
    /// noted in it has none.
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
    /// Whether a recovery code, or a temporary code of an administrator, does. Default: true. False asks for a factor of
    /// the user's own, since backup codes are what is stolen on paper and by telephone.
    /// </summary>
    public bool AllowBackupCodes { get; init; } = true;

    /// <summary>Names the requirement, for the log of refused authorizations.</summary>
    public override string ToString() =>
        (MaxAge is { } age ? $"a second factor within {age}" : "a second factor in this session")
        + (Methods.Count > 0 ? $", by {string.Join(" or ", Methods)}" : "")
        + (AllowBackupCodes ? "" : ", no backup code");

    internal bool IsMetBy(string? method) =>
        (AllowBackupCodes || method is not (null or FactorMethodNames.RecoveryCode or FactorMethodNames.TemporaryCode))
        && (Methods.Count == 0 || (method is not null && Methods.Contains(method, StringComparer.Ordinal)));
}
