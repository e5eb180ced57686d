namespace TwoFactor;

internal sealed record UserAnswer(
    string UserId,
    string? UserName,
    string? Email,
    IReadOnlyList<string>? Roles,
    IReadOnlyList<string>? Groups,
    bool Enrolled,
    IReadOnlyList<string> Methods,
    DateTimeOffset? LockedUntil,
    DateTimeOffset? LastVerifiedAt)
{
    public static UserAnswer Of(UserSummary summary, DirectoryUser? user, DateTimeOffset now) => new(
        summary.UserId,
        user?.UserName,
        user?.Email,
        user?.Roles,
        user?.Groups,
        summary.IsEnrolled,
        summary.Methods,
        summary.LockedUntil > now ? summary.LockedUntil : null,
        summary.LastVerifiedAt);
}
