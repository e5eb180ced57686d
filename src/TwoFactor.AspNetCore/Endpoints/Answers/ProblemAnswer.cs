namespace TwoFactor;

internal sealed record ProblemAnswer(string Title, int Status, string Code, string? Detail, long? RetryAfter, int? AttemptsLeft);
