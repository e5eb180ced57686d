using TwoFactor;

namespace WebSample.Pages.SetUp;

/// <summary>Finds the proof that a change still needs.</summary>
public static class Freshness
{
    /// <summary>The page for the password or for the second factor; null if both are fresh.</summary>
    public static async Task<string?> MissingAsync(TwoFactorSession session)
    {
        if (!session.IsPasswordFresh)
            return "/Account/Reauthenticate";

        return !session.IsSecondFactorFresh && (await session.GetStatusAsync()).Enabled ? "/Account/StepUp" : null;
    }
}
