namespace TwoFactor;

/// <summary>A request to enrol a factor.</summary>
public sealed class EnrollmentRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The method's name. Default: <c>totp</c>.</summary>
    public string Method { get; init; } = FactorMethodNames.Totp;

    /// <summary>What the user calls the factor, at most 64 characters; null names it after the method.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The user's name as the authenticator app shows it; null takes the user id. What a key URI cannot carry is left
    /// out, and a name that is too long is cut; see <see cref="OtpAuthUri.ToLabel"/>.
    /// </summary>
    public string? AccountName { get; init; }

    /// <summary>What the user typed, by the method's own names. Empty for TOTP.</summary>
    public IReadOnlyDictionary<string, string> Input { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The active factor that the new one takes the place of when it is confirmed, e.g. when an address changes;
    /// null adds one. It stays good until then.
    /// </summary>
    public string? ReplacesFactorId { get; init; }

    /// <summary>Where the request came from; null if it is not known. Limits on sending count by it.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The evidence that this is the user.</summary>
    public required FreshProof Proof { get; init; }
}
