namespace TwoFactor.AspNetCore;

internal sealed record UsersAnswer(IReadOnlyList<UserAnswer> Users, string? Next = null);
