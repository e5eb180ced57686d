namespace TwoFactor.AspNetCore;

internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> Codes)
{
    public override string ToString() => "recovery codes (withheld)";
}
