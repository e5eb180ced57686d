namespace TwoFactor.AspNetCore;

internal sealed record CodeBody(string? Code = null)
{
    public override string ToString() => "a code (withheld)";
}
