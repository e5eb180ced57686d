namespace TwoFactor.AspNetCore;

internal sealed record UserAnswer(
    string UserId,
    bool Enrolled,
    IReadOnlyList<string> Methods,
    string? UserName = null,
    string? Email = null,
    IReadOnlyList<string>? Roles = null,
    IReadOnlyList<string>? Groups = null,
    DateTimeOffset? LockedUntil = null,
    DateTimeOffset? LastVerifiedAt = null
);
