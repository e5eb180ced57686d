namespace TwoFactor.AspNetCore.Identity;

/// <summary>Why a user could not be changed.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Problem">A sentence that repeats no secret.</param>
public sealed record MigrationProblem(string UserId, string Problem);
