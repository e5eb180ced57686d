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
    DateTimeOffset? LastVerifiedAt = null,
    bool? Weak = null
)
{
    public static UserAnswer Of(UserSummary summary, DirectoryUser? user, DateTimeOffset now) =>
        new(
            summary.UserId,
            summary.IsEnrolled,
            summary.Methods,
            user?.UserName,
            user?.Email,
            user?.Roles,
            user?.Groups,
            summary.LockedUntil > now ? summary.LockedUntil : null,
            summary.LastVerifiedAt,
            summary.HasWeakFactor ? true : null
        );
}
