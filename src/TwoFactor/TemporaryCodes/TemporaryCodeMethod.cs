using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// The code that an administrator gives to a user who lost the authenticator: one use, and an early end.
/// </summary>
internal sealed class TemporaryCodeMethod(IOptions<TwoFactorOptions> options) : IFactorMethod
{
    public string Name => FactorMethodNames.TemporaryCode;

    public FactorMethodTraits Traits { get; } = new() { IsBackup = true };

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        string[] codes = [RecoveryCode.Create()];
        return new FactorDraft
        {
            State = HashedCodeSet.Create(codes, options.Value.RecoveryCodes.HashIterations),
            UsesLeft = 1,
            Codes = codes,
        };
    }

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => HashedCodeSet.CanBeCode(typed);

    public FactorCheck Check(in FactorAttempt attempt) => HashedCodeSet.Check(attempt.State.Span, attempt.Code);
}
