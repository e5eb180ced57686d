namespace TwoFactor;

/// <summary>The rules for a user's id.</summary>
internal static class UserIds
{
    public static void ThrowIfBad(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        if (userId.Length > TwoFactorOptions.MaxUserIdLength)
            throw new ArgumentException(
                $"A user id may have at most {TwoFactorOptions.MaxUserIdLength} characters.",
                nameof(userId)
            );

        PlainText.ThrowIfNotPlain(userId, nameof(userId));
    }
}
