using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using TwoFactor;
using WebSample.Data;
using WebSample.Setup;

namespace WebSample.Api;

/// <summary>
/// Endpoints for apps without a browser: they exchange a password for a token, then use the library's endpoints. Not
/// Identity's <c>MapIdentityApi</c>: its <c>/login</c> wants password and code at once, so it could not send an SMS
/// between the two, nor answer with a ticket.
/// </summary>
public static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder) =>
        builder
            .Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict)
            .AddOpenApi(ApiDocument.Describe);

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api").WithTags("App");
        api.MapPost("/sign-in", SignInAsync)
            .AllowAnonymous()
            .RequireRateLimiting(PageSetup.SignInLimit)
            .WithName("SignIn")
            .WithSummary("Trades a password for a token, or for a ticket.")
            .Produces<SignInState>()
            .ProducesProblem(401)
            .ProducesProblem(423)
            .ProducesProblem(429);
        api.MapPost("/refresh", RefreshAsync)
            .AllowAnonymous()
            .RequireRateLimiting(PageSetup.SignInLimit)
            .WithName("Refresh")
            .WithSummary("Trades a refresh token for new tokens of the same session.")
            .Produces<Tokens>()
            .ProducesProblem(401);
        api.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireAuthorization()
            .RequireRateLimiting(PageSetup.SignInLimit)
            .WithName("Reauthenticate")
            .WithSummary("Enters the password again.")
            .Produces<Tokens>()
            .ProducesProblem(401);
        api.MapGet("/me", Me)
            .RequireAuthorization()
            .WithName("Me")
            .WithSummary("Who is signed in.")
            .Produces<Profile>();
        api.MapGet("/payouts", () => new[] { new Payout("alice", 100_000) })
            .RequireTwoFactor(TimeSpan.FromMinutes(5))
            .WithName("Payouts")
            .WithSummary("Asks for a recent second factor.");
    }

    private static async Task<IResult> SignInAsync(
        SignInBody body,
        HttpContext context,
        SignInManager<AppUser> signIns,
        Passwords passwords
    )
    {
        if (await passwords.CheckAsync(body.UserName, body.Password) is not { } user)
            return Results.Problem(
                statusCode: StatusCodes.Status401Unauthorized,
                title: "The user name or the password is wrong.",
                extensions: [new("code", "invalid_credentials")]
            );

        var principal = await signIns.CreateUserPrincipalAsync(user);

        // This endpoint is for mobile apps. It does not use what callers claim about themselves, which would let them
        // evade the policy.
        var facts = new TwoFactorSignInFacts
        {
            Scheme = BearerTokenDefaults.AuthenticationScheme,
            Client = ClientSurface.Mobile,
        };
        return (await context.SignInWithTwoFactorAsync(principal, facts: facts)).ToHttpResult();
    }

    // The new tokens belong to the same session, whose claims the library carries over. They end with its epoch, and when
    // the password changes.
    private static async Task<IResult> RefreshAsync(
        RefreshBody body,
        SignInManager<AppUser> signIns,
        IOptionsMonitor<BearerTokenOptions> options,
        TimeProvider clock
    )
    {
        var ticket = options
            .Get(BearerTokenDefaults.AuthenticationScheme)
            .RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (
            ticket?.Properties.ExpiresUtc is not { } expires
            || clock.GetUtcNow() >= expires
            || await signIns.ValidateSecurityStampAsync(ticket.Principal) is not { } user
        )
            return Results.Problem(
                statusCode: StatusCodes.Status401Unauthorized,
                title: "The token is no longer good.",
                extensions: [new("code", "invalid_token")]
            );

        var principal = await signIns.CreateUserPrincipalAsync(user);
        return Results.SignIn(principal, authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ReauthenticateAsync(PasswordBody body, HttpContext context, Passwords passwords)
    {
        var session = await context.GetTwoFactorSessionAsync();
        if (session is null || await passwords.CheckAsync(context.User, body.Password) is null)
            return Results.Problem(
                statusCode: StatusCodes.Status401Unauthorized,
                title: "The password is wrong.",
                extensions: [new("code", "invalid_credentials")]
            );

        await session.ReauthenticatedAsync();
        return session.TokenResponse is { } tokens ? Results.Json(tokens) : Results.NoContent();
    }

    private static IResult Me(ClaimsPrincipal user) =>
        Results.Json(
            new Profile(
                user.FindFirstValue(ClaimTypes.NameIdentifier)!,
                user.Identity!.Name!,
                [.. user.FindAll(TwoFactorClaimTypes.AuthenticationMethod).Select(c => c.Value)],
                long.Parse(user.FindFirstValue(TwoFactorClaimTypes.AuthenticationTime)!, CultureInfo.InvariantCulture)
            )
        );
}

/// <summary>A user name or e-mail address, and the password.</summary>
public sealed record SignInBody(string UserName, string Password);

/// <summary>The password, entered again.</summary>
public sealed record PasswordBody(string Password);

/// <summary>The refresh token of an earlier answer.</summary>
public sealed record RefreshBody(string RefreshToken);

/// <summary>
/// Signed in, with tokens; or a partial sign-in, with the ticket for the next step: <c>challenge</c> or <c>enroll</c>.
/// </summary>
public sealed record SignInState(
    string Decision,
    string? Reason = null,
    IReadOnlyList<SignInFactor>? Factors = null,
    DateTimeOffset? GraceUntil = null,
    string? Ticket = null,
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);

/// <summary>A factor to choose.</summary>
public sealed record SignInFactor(string FactorId, string Method, string? Destination = null);

/// <summary>The tokens that authenticate requests.</summary>
public sealed record Tokens(
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);

/// <summary>Who is signed in, and how (RFC 8176); the time is in seconds since 1970.</summary>
public sealed record Profile(string UserId, string UserName, IReadOnlyList<string> Amr, long AuthTime);

/// <summary>A payment to be made.</summary>
public sealed record Payout(string To, int Amount);

/// <summary>
/// What the OpenAPI document says in addition to the endpoints: how requests are authenticated, and that answers bring
/// new tokens.
/// </summary>
internal static class ApiDocument
{
    private static readonly HashSet<string> s_withTokens = new(StringComparer.Ordinal)
    {
        "VerifiedAnswer",
        "ConfirmationAnswer",
        "RecoveryCodesAnswer",
    };

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "TwoFactor sample",
                    Version = "v1",
                    Description =
                        "Sign in with a password, pass the second factor, manage it. A change ends all other "
                        + "sessions; its answer brings new tokens for this one.",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                };
                document.Components.SecuritySchemes["ticket"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = "X-TwoFactor-Ticket",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                var isTicket =
                    context.Description.RelativePath?.StartsWith("two-factor/sign-in", StringComparison.Ordinal)
                    == true;
                if (isTicket || (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any()))
                    operation.Security =
                    [
                        new()
                        {
                            [new OpenApiSecuritySchemeReference(isTicket ? "ticket" : "bearer", context.Document)] = [],
                        },
                    ];

                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                if (!s_withTokens.Contains(context.JsonTypeInfo.Type.Name))
                    return Task.CompletedTask;

                schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
                schema.Properties["tokenType"] = new OpenApiSchema { Type = JsonSchemaType.String };
                schema.Properties["accessToken"] = new OpenApiSchema { Type = JsonSchemaType.String };
                schema.Properties["expiresIn"] = new OpenApiSchema { Type = JsonSchemaType.Integer };
                schema.Properties["refreshToken"] = new OpenApiSchema { Type = JsonSchemaType.String };
                return Task.CompletedTask;
            }
        );
    }
}
