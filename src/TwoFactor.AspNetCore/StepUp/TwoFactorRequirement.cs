using Microsoft.AspNetCore.Authorization;

namespace TwoFactor.AspNetCore;

/// <summary>Asks for a session that passed a second factor.</summary>
public sealed class TwoFactorRequirement : IAuthorizationRequirement
{
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

    /// <summary>Names the requirement and the age, for the log of refused authorizations.</summary>
    public override string ToString() =>
        MaxAge is { } age ? $"a second factor within {age}" : "a second factor in this session";
}
