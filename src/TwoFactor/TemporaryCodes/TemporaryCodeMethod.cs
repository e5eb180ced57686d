using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// A single-use code with a short lifetime. An administrator gives it to a user who lost the authenticator.
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
