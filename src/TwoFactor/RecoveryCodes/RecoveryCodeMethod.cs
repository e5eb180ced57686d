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

    /// <summary>The state of a set that another system made, of which no code is shown again.</summary>
    public byte[] Import(IReadOnlyList<string> codes) =>
        ForeignCodeSet.Create(codes, options.Value.RecoveryCodes.HashIterations);

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) =>
        ForeignCodeSet.IsOne(state) ? ForeignCodeSet.CanBeCode(state, typed) : HashedCodeSet.CanBeCode(typed);

    public FactorCheck Check(in FactorAttempt attempt) =>
        ForeignCodeSet.IsOne(attempt.State.Span)
            ? ForeignCodeSet.Check(attempt.State.Span, attempt.Code)
            : HashedCodeSet.Check(attempt.State.Span, attempt.Code);
}
