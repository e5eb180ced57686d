using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor.WebAuthn;

/// <summary>
/// Passkeys and security keys. The challenge of WebAuthn is derived from the library's challenge. That one is random,
/// bound to user and purpose, and closed by the write that accepts an answer. So nothing more is stored, and an answer
/// counts once.
/// </summary>
internal sealed class WebAuthnMethod(RelyingParty party) : IExchangeFactorMethod
{
    public string Name => WebAuthnFactor.Method;

    public FactorMethodTraits Traits => WebAuthnFactor.Traits;

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        var others = enrollment.OtherStates.Select(s => KeyState.Read(s.Span)).ToList();
        var state = KeyState.Begin(others.FirstOrDefault()?.Handle, out _);
        return new FactorDraft
        {
            State = state,
            ClientOptions = party.CreationOptions(KeyState.Read(state), enrollment.AccountName, others),
        };
    }

    public string CreateOptions(FactorExchange exchange) =>
        party.RequestOptions(
            Challenge(exchange.UserId, exchange.ChallengeId, exchange.Purpose),
            exchange.States.Select(s => KeyState.Read(s.Span)).Where(k => k.Challenge is null)
        );

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => typed.TrimStart().StartsWith("{");

    public FactorCheck Check(in FactorAttempt attempt)
    {
        if (!CanBeCode(attempt.Code, attempt.State.Span))
            return FactorCheck.Wrong;

        var key = KeyState.Read(attempt.State.Span);
        return key.Challenge is null ? Answer(attempt, key) : Register(attempt.Code, key);
    }

    private FactorCheck Register(string answer, KeyState pending)
    {
        var made = party.Register(answer, pending);
        return made.Key is null
            ? FactorCheck.Refuse(made.Refusal!)
            : FactorCheck.Right(made.Key.Write(), Earned(made.IsUserVerified));
    }

    private FactorCheck Answer(in FactorAttempt attempt, KeyState key)
    {
        if (attempt.AskedChallengeId is not { } id)
            return FactorCheck.Wrong;

        return party.Assert(attempt.Code, Challenge(attempt.UserId, id, attempt.AskedPurpose), key) switch
        {
            null => FactorCheck.Wrong,
            { Key: { } used } right => FactorCheck.Right(used.Write(), Earned(right.IsUserVerified)),
            { Refusal: { } why } => FactorCheck.Refuse(why),
            _ => FactorCheck.Wrong,
        };
    }

    private static string[] Earned(bool isUserVerified) => isUserVerified ? ["pop", "user"] : ["pop"];

    private static byte[] Challenge(string userId, string challengeId, ChallengePurpose purpose) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"TwoFactor WebAuthn\n{challengeId}\n{(int)purpose}\n{userId}"
                )
            )
        );
}
