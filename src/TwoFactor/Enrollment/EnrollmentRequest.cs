namespace TwoFactor;

/// <summary>A request to enrol a factor.</summary>
public sealed class EnrollmentRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The method's name. Default: <c>totp</c>.</summary>
    public string Method { get; init; } = FactorMethodNames.Totp;

    /// <summary>
    /// The name that the user gives the factor, at most 64 characters; null names it after the method.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The account name that the authenticator app shows; null uses the user id. Characters that a key URI cannot carry
    /// are removed, and a long name is cut; see <see cref="OtpAuthUri.ToLabel"/>.
    /// </summary>
    public string? AccountName { get; init; }

    /// <summary>The user's input, under names that the method defines. Empty for TOTP.</summary>
    public IReadOnlyDictionary<string, string> Input { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The active factor to replace when the new one is confirmed, e.g. to change an address. It stays active until
    /// then. Null adds a factor.
    /// </summary>
    public string? ReplacesFactorId { get; init; }

    /// <summary>Where the request came from; null if unknown. Limits on sending use it.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The proof that the caller is this user.</summary>
    public required FreshProof Proof { get; init; }
}
