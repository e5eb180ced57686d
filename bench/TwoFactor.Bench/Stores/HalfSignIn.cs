using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace TwoFactor.Bench.Stores;

/// <summary>Stands for the cookies: the user of the request has given the password, and nothing is written.</summary>
internal sealed class HalfSignIn : IAuthenticationService
{
    public const string User = "user";

    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) =>
        Task.FromResult(
            scheme == IdentityConstants.TwoFactorUserIdScheme
                ? AuthenticateResult.Success(
                    new AuthenticationTicket(
                        new ClaimsPrincipal(
                            new ClaimsIdentity([new Claim(ClaimTypes.Name, (string)context.Items[User]!)], scheme)
                        ),
                        scheme
                    )
                )
                : AuthenticateResult.NoResult()
        );

    public Task SignInAsync(
        HttpContext context,
        string? scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties
    ) => Task.CompletedTask;

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Task.CompletedTask;

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Task.CompletedTask;

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Task.CompletedTask;
}
