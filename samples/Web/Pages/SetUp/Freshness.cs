using TwoFactor;

namespace WebSample.Pages.SetUp;

/// <summary>What a change still asks for.</summary>
public static class Freshness
{
    /// <summary>The page of the password or of the second factor; null if both are fresh.</summary>
    public static async Task<string?> MissingAsync(TwoFactorSession session)
    {
        if (!session.IsPasswordFresh)
            return "/Account/Reauthenticate";

        return !session.IsSecondFactorFresh && (await session.GetStatusAsync()).Enabled ? "/Account/StepUp" : null;
    }
}
