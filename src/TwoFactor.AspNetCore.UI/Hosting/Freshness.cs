namespace TwoFactor.AspNetCore.UI;

/// <summary>Finds the proof that a change still needs.</summary>
internal static class Freshness
{
    /// <summary>The page for the password or for the second factor; null if both are fresh.</summary>
    public static async Task<string?> MissingAsync(TwoFactorSession session)
    {
        if (!session.IsPasswordFresh)
            return "/Password";

        return !session.IsSecondFactorFresh && (await session.GetStatusAsync()).Enabled ? "/StepUp" : null;
    }
}
