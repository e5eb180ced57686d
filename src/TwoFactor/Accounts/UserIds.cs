namespace TwoFactor;

/// <summary>What a user's id may be.</summary>
internal static class UserIds
{
    public static void ThrowIfBad(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        if (userId.Length > TwoFactorOptions.MaxUserIdLength || HasControl(userId))
            throw new ArgumentException(
                $"A user id has at most {TwoFactorOptions.MaxUserIdLength} characters and no control characters.",
                nameof(userId)
            );
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return true;
        }

        return false;
    }
}
