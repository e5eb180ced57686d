using TwoFactor.Email;
using TwoFactor.Testing;
using TwoFactor.Tests;
using TwoFactor.WebAuthn;

namespace TwoFactor.Proof;

/// <summary>What all racers present, if it is no code of an app: the answer of a passkey, or a code by e-mail.</summary>
internal static class RacedText
{
    public const string Key = "key";
    public const string Mail = "mail";

    /// <summary>Enrols the method for the user, begins a sign-in, and makes what answers it once.</summary>
    /// <returns>The text and the challenge that it answers; null for a mode without one.</returns>
    public static async Task<(string Text, string ChallengeId)?> MakeAsync(
        App app,
        string mode,
        string user,
        ManualTimeProvider clock,
        DateTimeOffset at
    )
    {
        switch (mode)
        {
            case Key:
                using (var key = new SoftKey { Origin = App.Origin, HashedParty = App.Party })
                {
                    await EnrollAsync(app, user, WebAuthnFactor.Method, clock, p => key.Create(p.ClientOptions!));
                    key.Counter++;
                    clock.Now = at;
                    var signIn = await app.SignIn.EvaluateAsync(new SignInRequest { UserId = user });
                    var options = await app.Challenges.GetClientOptionsAsync(
                        user,
                        signIn.ChallengeId!,
                        WebAuthnFactor.Method
                    );
                    return (key.Get(options!), signIn.ChallengeId!);
                }
            case Mail:
                var factor = await EnrollAsync(
                    app,
                    user,
                    EmailFactor.Method,
                    clock,
                    _ => app.Get<ProofMail>().LastCode
                );
                clock.Now = at;
                var challenge = await app.Challenges.ChallengeAsync(
                    new ChallengeRequest { UserId = user, FactorId = factor }
                );
                return (app.Get<ProofMail>().LastCode, challenge.ChallengeId!);
            default:
                return null;
        }
    }

    private static async Task<string> EnrollAsync(
        App app,
        string user,
        string method,
        ManualTimeProvider clock,
        Func<EnrollmentResult, string> answer
    )
    {
        var pending = await app.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [EmailInput.Address] = $"{user}@example.com",
                },
                Proof = new FreshProof { PasswordVerifiedAt = clock.Now, SecondFactorVerifiedAt = clock.Now },
            }
        );
        var confirmed = pending.Succeeded
            ? await app.Enrollment.ConfirmAsync(user, pending.FactorId!, answer(pending))
            : null;
        return confirmed is { Succeeded: true }
            ? pending.FactorId!
            : throw new InvalidOperationException($"{method}: {pending.Outcome}, {confirmed?.Outcome}");
    }
}
