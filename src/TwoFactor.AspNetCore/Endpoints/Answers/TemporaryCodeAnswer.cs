namespace TwoFactor;

internal sealed record TemporaryCodeAnswer(string Code, DateTimeOffset? ExpiresAt)
{
    public override string ToString() => "a temporary code (withheld)";
}
