namespace TwoFactor.AspNetCore;

internal sealed record ConfirmationAnswer(FactorAnswer Factor, IReadOnlyList<string>? RecoveryCodes = null)
{
    public override string ToString() => "a confirmation (recovery codes withheld)";
}
