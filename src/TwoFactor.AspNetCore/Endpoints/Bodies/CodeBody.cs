namespace TwoFactor;

internal sealed record CodeBody(string? Code)
{
    public override string ToString() => "a code (withheld)";
}
