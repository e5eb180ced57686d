using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// The method for authenticator apps. It stores the matched step, and accepts only later steps from then on (RFC 6238
/// §5.2).
/// </summary>
internal sealed class TotpMethod : IFactorMethod
{
    private readonly TwoFactorOptions _options;

    public TotpMethod(IOptions<TwoFactorOptions> options, ILogger<TotpMethod> logger)
    {
        _options = options.Value;
        if (!_options.Totp.Parameters.IsWidelySupported)
            logger.UncommonTotpParameters(_options.Totp.Parameters.ToString());
    }

    public string Name => FactorMethodNames.Totp;

    public FactorMethodTraits Traits { get; } = new();

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        var secret = RandomNumberGenerator.GetBytes(_options.Totp.SecretBytes);
        return Draft(TotpState.Create(_options.Totp.Parameters, secret), enrollment.AccountName, _options);
    }

    /// <summary>What the user is shown of a factor that is not confirmed yet.</summary>
    public static FactorDraft Draft(byte[] state, string accountName, TwoFactorOptions options)
    {
        var view = new TotpState(state);
        var label = OtpAuthUri.ToLabel(accountName);
        return new FactorDraft
        {
            State = state,
            Secret = Base32.Encode(view.Secret),
            Uri = new OtpAuthUri(options.Issuer, label, view.Secret, view.Parameters).ToUri(),
        };
    }

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state)
    {
        var digits = new TotpState(state).Parameters.Digits;
        return TypedCode.HasDigits(typed, digits, digits);
    }

    public int? CountDigits(ReadOnlySpan<byte> state) => new TotpState(state).Parameters.Digits;

    public FactorCheck Check(in FactorAttempt attempt)
    {
        var state = new TotpState(attempt.State.Span);
        var parameters = state.Parameters;
        var now = parameters.StepAt(attempt.Now);
        var match = Totp.Match(state.Secret, attempt.Code, now + Bound(state.Drift), _options.Totp.Window, parameters);
        if (!match.IsMatch)
            return FactorCheck.Wrong;

        return match.Step > state.LastStep
            ? FactorCheck.Right(state.After(match.Step, Bound(match.Step - now)))
            : FactorCheck.Used;
    }

    // Applied to stored drift as well, so that a lowered bound takes effect at once.
    private int Bound(long drift)
    {
        var bound = _options.Totp.MaxLearntDrift;
        return (int)Math.Clamp(drift, -bound, bound);
    }
}
