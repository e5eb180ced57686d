using ConsoleSample.Cli;
using ConsoleSample.Commands;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Guided;

/// <summary>
/// The whole story for a person: enrol, scan, type the code, keep the recovery codes, sign in, and see that a code
/// works only once. It reads answers from standard input, typed or piped.
/// </summary>
internal sealed class GuidedTour(Session session, TextReader input, IAnsiConsole console)
{
    private readonly string _user = string.IsNullOrWhiteSpace(Environment.UserName) ? "you" : Environment.UserName;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        console.Write(new Rule("[bold]Two-factor authentication[/]").LeftJustified());
        console.MarkupLine(
            $"You are [bold]{Printable.Markup(_user)}[/]. Accounts are kept in "
                + $"{Printable.Markup(session.Location.Name)}."
        );
        console.WriteLine();
        var status = await session.Enrollment.GetStatusAsync(_user, cancellationToken);
        if (!status.Enabled && !await EnrollAsync(cancellationToken))
            return ExitCodes.Refused;

        return await SignInAsync(status.Enabled, cancellationToken);
    }

    private async Task<bool> EnrollAsync(CancellationToken cancellationToken)
    {
        console.Write(new Rule("1  Turn it on").LeftJustified());
        console.MarkupLine("[dim]An app asks for your password again here.[/]");
        var enrollment = await session.Enrollment.EnrollAsync(
            new EnrollmentRequest { UserId = _user, Proof = session.Proof(null) },
            cancellationToken
        );
        if (!enrollment.Succeeded)
            return Refuse(
                Answer.Refused(enrollment.Outcome, enrollment.AttemptsLeft, enrollment.RetryAfter, enrollment.Message)
            );

        Pages.Enrollment(console, session.Qr, enrollment);
        while (await AskAsync("The 6 digits that the app shows", cancellationToken) is { } code)
        {
            var result = await session.Enrollment.ConfirmAsync(_user, enrollment.FactorId!, code, cancellationToken);
            if (result.Succeeded)
            {
                console.MarkupLine("[green]It is on.[/]");
                Pages.RecoveryCodes(console, result.RecoveryCodes!);
                return true;
            }

            Refuse(Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter));
            if (result.Outcome is TwoFactorOutcome.Expired || result.AttemptsLeft == 0)
                return false;
        }

        return false;
    }

    private async Task<int> SignInAsync(bool wasEnabled, CancellationToken cancellationToken)
    {
        console.WriteLine();
        console.Write(new Rule(wasEnabled ? "Sign in" : "2  Sign in").LeftJustified());
        var decision = await session.SignIn.EvaluateAsync(
            new SignInRequest { UserId = _user, Client = ClientSurface.Desktop },
            cancellationToken
        );
        if (decision.Decision != SignInDecision.Challenge)
            return Finish(decision);

        console.MarkupLine(
            wasEnabled
                ? "The password was right; now the second factor. A recovery code works too. [dim]Lost "
                    + "everything? reset USER --actor A --reason TEXT[/]"
                : "The code that you just typed is spent: take the next one, or a recovery code."
        );
        var challengeId = await SendAsync(decision, cancellationToken) ?? decision.ChallengeId;
        while (await AskAsync("Code", cancellationToken) is { } code)
        {
            var result = await VerifyAsync(code, challengeId, cancellationToken);
            if (result.Succeeded)
            {
                console.MarkupLine($"[green]You are signed in[/] with {result.Method}.");
                return await ReplayAsync(code, cancellationToken);
            }

            Refuse(Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter));
            if (result.Outcome is TwoFactorOutcome.Expired or TwoFactorOutcome.Locked)
                return ExitCodes.Refused;
        }

        return ExitCodes.Refused;
    }

    // A phone number shows no code by itself. If the user has no authenticator app, a code is sent.
    private async Task<string?> SendAsync(SignInEvaluation decision, CancellationToken cancellationToken)
    {
        if (decision.Factors is not { Count: > 0 } factors || factors.Any(f => f.Destination is null))
            return null;

        var challenge = await session.Challenges.ChallengeAsync(
            new ChallengeRequest
            {
                UserId = _user,
                FactorId = factors[0].FactorId,
                SignInChallengeId = decision.ChallengeId,
            },
            cancellationToken
        );
        if (challenge.Succeeded)
            Deliveries.Tell(console, session, challenge.Destination!, challenge.Delivery);
        else
            Refuse(Answer.Refused(challenge.Outcome, retryAfter: challenge.RetryAfter));

        return challenge.ChallengeId;
    }

    // Tries the same code again, as somebody would who watched the user type it.
    private async Task<int> ReplayAsync(string code, CancellationToken cancellationToken)
    {
        console.WriteLine();
        console.Write(new Rule("The same code again").LeftJustified());
        var replay = await VerifyAsync(code, null, cancellationToken);
        console.MarkupLine($"[bold]{replay.Outcome.ToCode()}[/]: a code works once.");
        console.MarkupLine("[dim]More: status, audit, recovery-codes, policy; see --help.[/]");
        return replay.Succeeded ? ExitCodes.Infrastructure : ExitCodes.Done;
    }

    private Task<VerificationResult> VerifyAsync(
        string code,
        string? challengeId,
        CancellationToken cancellationToken
    ) =>
        session.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = _user,
                Code = code,
                ChallengeId = challengeId,
            },
            cancellationToken
        );

    private int Finish(SignInEvaluation decision)
    {
        if (decision.Decision == SignInDecision.Allowed)
        {
            console.MarkupLine($"You are signed in without a second factor: {decision.Reason}.");
            return ExitCodes.Done;
        }

        Console.Error.WriteLine(SignInCommands.DenialOf(decision));
        return ExitCodes.Refused;
    }

    private async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        while (true)
        {
            console.Markup($"{question}: ");
            // Reading the console cannot be cancelled, but waiting for it can.
            var line = (await Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken))?.Trim();
            if (line is null)
                Console.Error.WriteLine("There is no more input. Run it again to go on.");

            if (line is null or { Length: > 0 })
                return line;
        }
    }

    private static bool Refuse(Answer answer)
    {
        Console.Error.WriteLine(answer.Error);
        return false;
    }
}
