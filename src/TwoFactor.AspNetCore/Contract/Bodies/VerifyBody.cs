namespace TwoFactor.AspNetCore;

internal sealed record VerifyBody(string? Code = null, string? FactorId = null, bool? RememberDevice = null)
{
    public override string ToString() => "a code (withheld)";
}
