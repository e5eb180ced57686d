namespace TwoFactor;

/// <summary>What a user's id may be.</summary>
internal static class UserIds
{
    public static void ThrowIfBad(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        if (userId.Length > TwoFactorOptions.MaxUserIdLength)
            throw new ArgumentException(
                $"A user id has at most {TwoFactorOptions.MaxUserIdLength} characters.",
                nameof(userId)
            );

        PlainText.ThrowIfNotPlain(userId, nameof(userId));
    }
}
