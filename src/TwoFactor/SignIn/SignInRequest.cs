namespace TwoFactor;

/// <summary>A sign-in whose first factor was right. The host is responsible for every fact in it.</summary>
public sealed class SignInRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// Whether there may be more groups than <see cref="Groups"/> names, because the provider left them out. Then a
    /// policy that requires a second factor of groups requires it of this user. Default: false.
    /// </summary>
    public bool AreGroupsIncomplete { get; init; }

    /// <summary>The identity provider through which the user signed in; null for the app's own password.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The kind of client. Default: unknown, which every policy covers.</summary>
    public ClientSurface Client { get; init; }

    /// <summary>
    /// The host's own mark, kept in its table of users, that this user has a second factor: then "not enrolled" is
    /// denied (<see cref="SignInReasons.RecordMissing"/>). Set the mark when a factor is confirmed, and clear it when
    /// the last one is removed. Default: false, which says nothing.
    /// </summary>
    public bool HasEnrolled { get; init; }

    /// <summary>The token of a trusted device, as the cookie holds it; or null.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>Withholds the device token.</summary>
    public override string ToString() => "a sign-in request (device token withheld)";
}
