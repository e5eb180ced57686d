namespace TwoFactor;

internal sealed record UsersAnswer(IReadOnlyList<UserAnswer> Users, string? Next = null);
