using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>
/// An app with ASP.NET Core Identity's own endpoints beside the library's: its <c>/refresh</c> makes a new principal
/// from its database, for a session of which it knows nothing.
/// </summary>
public sealed class RenewedTokenTests
{
    [Theory]
    [InlineData("Identity.Bearer")]
    [InlineData("apps")]
    [Trait("Req", "R43")]
    public async Task A_renewed_token_is_of_the_session_that_it_renews(string scheme)
    {
        await using var app = await StartAsync(scheme);
        var client = new Client(app);
        await client.LoginAsync("alice");
        await client.TurnOnAsync();
        Assert.Equal(200, await client.StatusAsync("/two-factor"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await client.RefreshAsync());
            Assert.Equal(200, await client.StatusAsync("/two-factor"));
            Assert.Equal(200, await client.StatusAsync("/vault"));
            Assert.Equal("pwd otp mfa 1", await client.GetAsync("/session"));
        }

        // It ends with its session.
        await app.Services.GetRequiredService<ISignInService>().EndSessionsAsync("alice");
        await client.RefreshAsync();
        Assert.Equal(401, await client.StatusAsync("/two-factor"));
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_session_that_passed_nothing_gains_nothing_by_being_renewed()
    {
        const string Scheme = "Identity.Bearer";
        await using var app = await StartAsync(Scheme);
        var around = new Client(app);
        await around.LoginAsync("alice", "/plain-login");
        var enrolled = new Client(app);
        await enrolled.LoginAsync("alice");
        await enrolled.TurnOnAsync();
        await around.RefreshAsync();
        Assert.Equal(401, await around.StatusAsync("/two-factor"));
        Assert.Equal(401, await around.StatusAsync("/session"));
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_session_that_has_ended_is_not_renewed_through_another_that_comes_with_the_request()
    {
        const string Scheme = "Identity.Bearer";
        await using var app = await StartAsync(Scheme);
        var ended = new Client(app);
        await ended.LoginAsync("alice");
        await ended.TurnOnAsync();
        var lost = ended.RefreshToken;
        var live = new Client(app);
        await live.LoginAsync("alice", "/strong-login");
        await app.Services.GetRequiredService<ISignInService>().EndSessionsAsync("alice");
        await live.LoginAsync("alice", "/strong-login");
        Assert.Equal(200, await live.StatusAsync("/two-factor"));
        await live.RefreshAsync(lost, isSignedIn: true);
        Assert.Equal(401, await live.StatusAsync("/two-factor"));
    }

    [Theory]
    [InlineData("Identity.Bearer")]
    [InlineData("apps")]
    [Trait("Req", "R63")]
    public async Task A_token_is_not_renewed_for_a_user_who_must_enrol_by_now(string scheme)
    {
        await using var app = await StartAsync(scheme);
        var enrolled = new Client(app);
        await enrolled.LoginAsync("alice");
        await enrolled.TurnOnAsync();
        var other = new Client(app);
        await other.LoginAsync("bob");
        await app
            .Services.GetRequiredService<IPolicyService>()
            .SetAsync(new() { Requirement = Requirement.Everyone, Actor = "root" });
        Assert.Equal(200, await other.StatusAsync("/session"));
        Assert.Equal(401, await other.RefreshAsync());
        Assert.Equal(200, await enrolled.RefreshAsync());
        Assert.Equal(200, await enrolled.StatusAsync("/session"));
    }

    private static async Task<WebApplication> StartAsync(string scheme)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new ManualClock { Now = TimeProvider.System.GetUtcNow() });
        builder
            .Services.AddTwoFactor(o =>
            {
                o.Sealing.Keys.Add(MiniHost.Key);
                o.RecoveryCodes.HashIterations = 1_000;
            })
            .UseInMemoryStore()
            .AddAspNetCore();
        builder.Services.AddAuthorization();
        builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddUserStore<Users>();
        if (scheme != IdentityConstants.BearerScheme)
            builder.Services.AddAuthentication(o => o.DefaultScheme = scheme).AddBearerToken(scheme);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet(
            "/login",
            async (HttpContext context, SignInManager<IdentityUser> signIns, string user) =>
                (
                    await context.SignInWithTwoFactorAsync(
                        await signIns.CreateUserPrincipalAsync(Users.Find(user)),
                        facts: new TwoFactorSignInFacts { Scheme = scheme }
                    )
                ).ToHttpResult()
        );
        app.MapGet(
            "/strong-login",
            async (HttpContext context, SignInManager<IdentityUser> signIns, IEnrollmentService users, string user) =>
            {
                var principal = await signIns.CreateUserPrincipalAsync(Users.Find(user));
                var epoch = (await users.GetStatusAsync(user)).Epoch;
                ((ClaimsIdentity)principal.Identity!).AddClaim(
                    new(TwoFactorClaimTypes.Epoch, epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))
                );
                await context.SignInAsync(scheme, principal);
            }
        );
        app.MapGet(
            "/plain-login",
            async (HttpContext context, SignInManager<IdentityUser> signIns, string user) =>
                await context.SignInAsync(scheme, await signIns.CreateUserPrincipalAsync(Users.Find(user)))
        );
        if (scheme == IdentityConstants.BearerScheme)
            app.MapIdentityApi<IdentityUser>();
        else
            MapRefresh(app, scheme);

        app.MapTwoFactor();
        app.MapGet("/vault", () => "open").RequireTwoFactor(TimeSpan.FromMinutes(5));
        app.MapGet(
                "/session",
                (ClaimsPrincipal user) =>
                    string.Join(' ', user.FindAll("amr").Select(c => c.Value))
                    + " "
                    + user.FindFirstValue(TwoFactorClaimTypes.Epoch)
            )
            .RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    // As MapIdentityApi does it, for a scheme of another name.
    private static void MapRefresh(IEndpointRouteBuilder app, string scheme) =>
        app.MapPost(
            "/refresh",
            async (
                RefreshRequest body,
                SignInManager<IdentityUser> signIns,
                Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.BearerToken.BearerTokenOptions> options
            ) =>
            {
                var ticket = options.Get(scheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
                return ticket is not null && await signIns.ValidateSecurityStampAsync(ticket.Principal) is { } user
                    ? Results.SignIn(await signIns.CreateUserPrincipalAsync(user), authenticationScheme: scheme)
                    : Results.Challenge(authenticationSchemes: [scheme]);
            }
        );

    private sealed record RefreshRequest(string RefreshToken);

    private sealed class Client(WebApplication app)
    {
        private readonly HttpClient _http = app.GetTestClient();

        public string? RefreshToken { get; private set; }

        public async Task LoginAsync(string user, string path = "/login")
        {
            var answer = await SendAsync(HttpMethod.Get, $"{path}?user={user}", null);
            Assert.Equal(200, answer.Status);
        }

        public async Task TurnOnAsync()
        {
            var (_, pending) = await SendAsync(HttpMethod.Post, "/two-factor/factors", new { method = "totp" });
            Assert.True(Base32.TryDecode(pending!["secret"]!.GetValue<string>(), out var secret, out _));
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            var code = Totp.Compute(secret, now.ToUnixTimeSeconds() / 30, TotpParameters.Default);
            var confirm = $"/two-factor/factors/{pending["factorId"]}/confirm";
            Assert.Equal(200, (await SendAsync(HttpMethod.Post, confirm, new { code })).Status);
        }

        // The token before has expired by then.
        public async Task<int> RefreshAsync(string? token = null, bool isSignedIn = false)
        {
            if (!isSignedIn)
                _http.DefaultRequestHeaders.Authorization = null;

            return (await SendAsync(HttpMethod.Post, "/refresh", new { refreshToken = token ?? RefreshToken })).Status;
        }

        public async Task<int> StatusAsync(string path) => (await SendAsync(HttpMethod.Get, path, null)).Status;

        public Task<string> GetAsync(string path) => _http.GetStringAsync(path);

        private async Task<(int Status, System.Text.Json.Nodes.JsonNode? Body)> SendAsync(
            HttpMethod method,
            string path,
            object? body
        )
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = System.Net.Http.Json.JsonContent.Create(body);

            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var json = text.StartsWith('{') ? System.Text.Json.Nodes.JsonNode.Parse(text) : null;
            if (json?["accessToken"] is { } token)
            {
                _http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetValue<string>());
                RefreshToken = json["refreshToken"]!.GetValue<string>();
            }

            return ((int)response.StatusCode, json);
        }
    }

    /// <summary>Users of a database that has no second factor: any name is one.</summary>
    private sealed class Users : IUserEmailStore<IdentityUser>, IUserSecurityStampStore<IdentityUser>
    {
        private static readonly ConcurrentDictionary<string, IdentityUser> s_users = new(StringComparer.Ordinal);

        public static IdentityUser Find(string name) =>
            s_users.GetOrAdd(
                name,
                n => new IdentityUser(n)
                {
                    Id = n,
                    Email = $"{n}@example.com",
                    SecurityStamp = "stamp",
                }
            );

        public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
            Task.FromResult<IdentityUser?>(Find(userId));

        public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
            FindByIdAsync(normalizedUserName, cancellationToken);

        public Task<IdentityUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
            FindByIdAsync(normalizedEmail, cancellationToken);

        public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.Id);

        public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.UserName);

        public Task<string?> GetEmailAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.Email);

        public Task<bool> GetEmailConfirmedAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(true);

        public Task<string?> GetSecurityStampAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.SecurityStamp);

        public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.UserName);

        public Task<string?> GetNormalizedEmailAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.Email);

        public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(
            IdentityUser user,
            string? normalizedName,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task SetEmailAsync(IdentityUser user, string? email, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SetEmailConfirmedAsync(IdentityUser user, bool confirmed, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SetNormalizedEmailAsync(
            IdentityUser user,
            string? normalizedEmail,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task SetSecurityStampAsync(IdentityUser user, string stamp, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }
    }
}
