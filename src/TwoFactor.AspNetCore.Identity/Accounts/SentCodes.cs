using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Identity's e-mail and phone providers, for users whose second factor is in the library: the library makes, sends and
/// checks the code, and the page gets none.
/// </summary>
internal sealed class SentCodes(IChallengeService challenges, IdentityBridge bridge)
{
    /// <summary>The method's name in the package <c>TwoFactor.Email</c>, which need not be there.</summary>
    public const string Email = "email";

    /// <summary>The method's name in the package <c>TwoFactor.Sms</c>, which need not be there.</summary>
    public const string Sms = "sms";

    /// <summary>The method that a provider of Identity stands for; null if the library has none for it.</summary>
    public static string? MethodOf<TUser>(TokenOptions tokens, string provider)
        where TUser : class
    {
        if (!tokens.ProviderMap.TryGetValue(provider, out var found))
            return null;

        if (typeof(EmailTokenProvider<TUser>).IsAssignableFrom(found.ProviderType))
            return Email;

        return typeof(PhoneNumberTokenProvider<TUser>).IsAssignableFrom(found.ProviderType) ? Sms : null;
    }

    /// <summary>The providers whose codes the user's factors take.</summary>
    public static List<string> ProvidersOf<TUser>(TwoFactorStatus status, TokenOptions tokens)
        where TUser : class =>
        [
            .. tokens.ProviderMap.Keys.Where(name =>
                (name == tokens.AuthenticatorTokenProvider ? FactorMethodNames.Totp : MethodOf<TUser>(tokens, name))
                    is { } method
                && FindFactor(status, method) is not null
            ),
        ];

    /// <summary>The user's active factor that a provider of Identity stands for; null if there is none.</summary>
    public async Task<string?> FindFactorAsync<TUser>(string userId, TokenOptions tokens, string provider)
        where TUser : class =>
        MethodOf<TUser>(tokens, provider) is { } method
            ? FindFactor(await bridge.StatusAsync(userId).ConfigureAwait(false), method)
            : null;

    /// <summary>Sends a code: for the session, as a step-up, or else for the sign-in that waits for it.</summary>
    public async Task SendAsync(string userId, string factorId, string provider)
    {
        var challenge = await bridge.SessionAsync(userId).ConfigureAwait(false) is { } session
            ? await session.ChallengeAsync(factorId).ConfigureAwait(false)
            : await SendAsync(userId, factorId).ConfigureAwait(false);
        if (!challenge.Succeeded)
            bridge.Logger.CodeNotSent(provider, challenge.Outcome.ToCode());
    }

    private async Task<TwoFactorChallenge> SendAsync(string userId, string factorId)
    {
        var signIn = await bridge.FindChallengeAsync().ConfigureAwait(false);
        var request = new ChallengeRequest
        {
            UserId = userId,
            FactorId = factorId,
            Purpose = signIn is null ? ChallengePurpose.StepUp : ChallengePurpose.SignIn,
            SignInChallengeId = signIn,
            Origin = bridge.Context?.GetRequestOrigin(),
        };
        return await challenges
            .ChallengeAsync(request, bridge.Context?.RequestAborted ?? CancellationToken.None)
            .ConfigureAwait(false);
    }

    private static string? FindFactor(TwoFactorStatus status, string method) =>
        status.Factors.FirstOrDefault(f => f.Method == method && f.Status == FactorStatus.Active)?.FactorId;
}
