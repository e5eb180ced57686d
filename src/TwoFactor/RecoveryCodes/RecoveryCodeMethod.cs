using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// Recovery codes: single-use look-up secrets (NIST SP 800-63B-4 §3.1.2). One factor holds the whole set.
/// </summary>
internal sealed class RecoveryCodeMethod(IOptions<TwoFactorOptions> options) : IFactorMethod
{
    public string Name => FactorMethodNames.RecoveryCode;

    public FactorMethodTraits Traits { get; } = new() { IsBackup = true };

    public FactorDraft Begin(FactorEnrollment enrollment) => Begin();

    public FactorDraft Begin()
    {
        var settings = options.Value.RecoveryCodes;
        var codes = new string[settings.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = RecoveryCode.Create();

        return new FactorDraft
        {
            State = HashedCodeSet.Create(codes, settings.HashIterations),
            UsesLeft = codes.Length,
            Codes = codes,
        };
    }

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => HashedCodeSet.CanBeCode(typed);

    public FactorCheck Check(in FactorAttempt attempt) => HashedCodeSet.Check(attempt.State.Span, attempt.Code);
}
