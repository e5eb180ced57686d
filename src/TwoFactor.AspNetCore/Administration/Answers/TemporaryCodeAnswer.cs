namespace TwoFactor.AspNetCore;

internal sealed record TemporaryCodeAnswer(string Code, DateTimeOffset? ExpiresAt = null)
{
    public override string ToString() => "a temporary code (withheld)";
}
