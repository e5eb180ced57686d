namespace TwoFactor;

internal sealed record VerifyBody(string? Code, string? FactorId, bool? RememberDevice)
{
    public override string ToString() => "a code (withheld)";
}
