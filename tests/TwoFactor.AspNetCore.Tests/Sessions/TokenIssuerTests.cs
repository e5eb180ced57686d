using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>
/// A scheme that reads tokens and signs nobody in, as that of JWT, with tokens that the host makes itself.
/// </summary>
public sealed class TokenIssuerTests
{
    [Fact, Trait("Req", "R62")]
    public async Task Verify_answers_with_the_hosts_own_tokens_which_end_with_the_epoch()
    {
        await using var host = await MiniHost.StartAsync(new() { Build = AddToy, AuthenticationFirst = true });
        using var alice = host.Visitor();
        Assert.Equal("allowed", await LoginAsync(alice));
        var on = await alice.TurnOnAsync();
        Assert.NotNull(on["toy"]);
        Assert.Equal("challenge", await LoginAsync(alice));
        var (status, body) = await alice.PostAsync("/two-factor/sign-in/verify", new { code = alice.Code() });

        Assert.Equal(200, status);
        alice.Headers["Authorization"] = $"Toy {body["toy"]!.GetValue<string>()}";
        Assert.Equal(200, (await alice.GetAsync("/two-factor")).Status);
        await host.Get<ISignInService>().EndSessionsAsync("alice");
        Assert.Equal(401, (await alice.GetAsync("/two-factor")).Status);
    }

    [Fact]
    public async Task Without_an_issuer_the_remedy_is_named()
    {
        await using var host = await MiniHost.StartAsync(
            new() { Build = two => two.Services.AddAuthentication().AddScheme<ToyOptions, ToyHandler>("toy", null) }
        );
        using var alice = host.Visitor();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            alice.GetAsync("/login?user=alice&scheme=toy")
        );
        Assert.Contains("AddTokenIssuer()", e.Message, StringComparison.Ordinal);
    }

    private static void AddToy(TwoFactorBuilder two)
    {
        two.AddTokenIssuer<ToyIssuer>();
        two.Services.AddAuthentication("toy").AddScheme<ToyOptions, ToyHandler>("toy", null);
    }

    private static async Task<string> LoginAsync(Visitor visitor)
    {
        visitor.Headers.Remove("Authorization");
        var (_, body) = await visitor.GetAsync("/login?user=alice&scheme=toy");
        if (body["ticket"] is { } ticket)
            visitor.Headers["X-TwoFactor-Ticket"] = ticket.GetValue<string>();

        if (body["toy"] is { } token)
            visitor.Headers["Authorization"] = $"Toy {token.GetValue<string>()}";

        return body["decision"]!.GetValue<string>();
    }

    private sealed class ToyOptions : AuthenticationSchemeOptions;

    // The token is the list of claims: nobody has to protect it here.
    private sealed class ToyIssuer : ITwoFactorTokenIssuer
    {
        public ValueTask<JsonObject> IssueAsync(
            HttpContext context,
            string scheme,
            ClaimsPrincipal principal,
            AuthenticationProperties? properties
        ) => new(new JsonObject { ["toy"] = string.Join('|', principal.Claims.Select(c => $"{c.Type}~{c.Value}")) });
    }

    private sealed class ToyHandler(IOptionsMonitor<ToyOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<ToyOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            if (!header.StartsWith("Toy ", StringComparison.Ordinal))
                return Task.FromResult(AuthenticateResult.NoResult());

            var claims = header[4..].Split('|').Select(c => c.Split('~')).Select(c => new Claim(c[0], c[1]));
            var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "toy"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, "toy")));
        }
    }
}
