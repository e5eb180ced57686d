using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class SignInCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        AddSignIn(add);
        AddChallenge(add);
        AddVerify(add);
    }

    private static void AddSignIn(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var role = Arguments.Many("--role", "A role of the user's; may be repeated.");
        var group = Arguments.Many("--group", "A group of the user's; may be repeated.");
        var provider = new Option<string?>("--identity-provider")
        {
            Description = "The identity provider that the user came through.",
        };
        var client = new Option<string?>("--client") { Description = "web, desktop or mobile." };
        var hasEnrolled = new Option<bool>("--has-enrolled")
        {
            Description = "The app's own mark that the user has a second factor: then \"not enrolled\" is denied.",
        };
        var command = new Command("sign-in", "Decide what happens after the password.")
        {
            user,
            role,
            group,
            provider,
            client,
            hasEnrolled,
        };
        add(
            command,
            async (session, parse, _, cancellationToken) =>
            {
                var request = new SignInRequest
                {
                    UserId = parse.GetRequiredValue(user),
                    Roles = Arguments.Split(parse.GetValue(role)),
                    Groups = Arguments.Split(parse.GetValue(group)),
                    IdentityProvider = parse.GetValue(provider),
                    Client = PolicyCommands.Client(parse.GetValue(client)),
                    HasEnrolled = parse.GetValue(hasEnrolled),
                };
                return Describe(await session.SignIn.EvaluateAsync(request, cancellationToken));
            }
        );
    }

    private static void AddChallenge(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var factor = new Option<string?>("--factor")
        {
            Description = "The factor to challenge; default: the one used last.",
        };
        var signIn = new Option<string?>("--sign-in")
        {
            Description = "The sign-in's challenge that asks: the code that is sent completes that one alone.",
        };
        var command = new Command("challenge", "Open a challenge for a factor.") { user, factor, signIn };
        add(
            command,
            async (session, parse, _, cancellationToken) =>
            {
                var request = new ChallengeRequest
                {
                    UserId = parse.GetRequiredValue(user),
                    FactorId = parse.GetValue(factor),
                    SignInChallengeId = parse.GetValue(signIn),
                };
                var result = await session.Challenges.ChallengeAsync(request, cancellationToken);
                if (!result.Succeeded)
                    return Answer.Refused(result.Outcome, retryAfter: result.RetryAfter);

                var json = new JsonObject
                {
                    ["challengeId"] = result.ChallengeId,
                    ["factorId"] = result.FactorId,
                    ["method"] = result.Method,
                };
                json.Put("destination", result.Destination);
                json.Put("expiresAt", result.ExpiresAt);
                json.Put("resendAt", result.ResendAt);
                return Deliveries.Failure(result.Delivery, json)
                    ?? new Answer
                    {
                        Json = json,
                        Human = console =>
                        {
                            console.MarkupLine(
                                $"Challenge [bold]{result.ChallengeId}[/] for {result.Method}, open until "
                                    + $"{Pages.Time(result.ExpiresAt)} UTC."
                            );
                            if (result.Delivery is not null)
                                Deliveries.Tell(console, session, result.Destination!, result.Delivery);
                        },
                    };
            }
        );
    }

    private static void AddVerify(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var code = Arguments.Code();
        var challenge = new Option<string?>("--challenge") { Description = "The challenge that the code answers." };
        var command = new Command("verify", "Check a code: of an app, a recovery code or a temporary one.")
        {
            user,
            code,
            challenge,
        };
        add(
            command,
            async (session, parse, _, cancellationToken) =>
            {
                var request = new VerificationRequest
                {
                    UserId = parse.GetRequiredValue(user),
                    Code = parse.GetRequiredValue(code),
                    ChallengeId = parse.GetValue(challenge),
                };
                return Describe(await session.Verification.VerifyAsync(request, cancellationToken));
            }
        );
    }

    private static Answer Describe(SignInEvaluation result)
    {
        var json = new JsonObject
        {
            ["decision"] = JsonValues.Name(result.Decision),
            ["reason"] = result.Reason,
            ["rules"] = JsonValues.Strings(result.Rules),
        };
        json.Put("challengeId", result.ChallengeId);
        json.Put(
            "factors",
            result.Factors is null
                ? null
                : new JsonArray([.. result.Factors.Select(f => (JsonNode)JsonValues.Factor(f))])
        );
        json.Put("graceUntil", result.GraceUntil);
        if (result.Decision == SignInDecision.Denied)
            return Answer.Failed(
                result.Reason,
                DenialOf(result),
                ExitCodes.Refused,
                retryAfter: result.RetryAfter,
                more: json
            );

        return new Answer
        {
            Json = json,
            Human = console =>
            {
                console.MarkupLine(
                    $"[bold]{result.Decision}[/]: {result.Reason}"
                        + $"{(result.GraceUntil is { } until ? $", until {Pages.Time(until)} UTC" : "")}"
                );
                if (result.ChallengeId is { } id)
                    console.MarkupLine($"Then: [bold]verify USER CODE --challenge {id}[/]");
            },
        };
    }

    public static string DenialOf(SignInEvaluation result) =>
        result.Reason switch
        {
            SignInReasons.Locked or SignInReasons.FactorsDisabled => Answer.Explain(
                TwoFactorOutcome.Locked,
                null,
                result.RetryAfter
            ),
            _ => Answer.Explain(TwoFactorOutcome.Throttled, null, null),
        };

    private static Answer Describe(VerificationResult result)
    {
        var json = new JsonObject { ["outcome"] = result.Outcome.ToCode() };
        json.Put("factorId", result.FactorId);
        json.Put("method", result.Method);
        json.Put("amr", result.AuthenticationMethods is null ? null : JsonValues.Strings(result.AuthenticationMethods));
        return result.Succeeded
            ? new Answer
            {
                Json = json,
                Human = console => console.MarkupLine($"[green]Accepted[/] ({result.Method})."),
            }
            : Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter, more: json);
    }
}
