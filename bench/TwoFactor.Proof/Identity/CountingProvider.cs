using Microsoft.AspNetCore.Identity;

namespace TwoFactor.Proof;

/// <summary>Identity's own check of codes, which counts how many it has evaluated.</summary>
internal sealed class CountingProvider : AuthenticatorTokenProvider<IdentityUser>
{
    private static int s_evaluated;

    public static int TakeCount() => Interlocked.Exchange(ref s_evaluated, 0);

    public override Task<bool> ValidateAsync(
        string purpose,
        string token,
        UserManager<IdentityUser> manager,
        IdentityUser user
    )
    {
        Interlocked.Increment(ref s_evaluated);
        return base.ValidateAsync(purpose, token, manager, user);
    }
}
