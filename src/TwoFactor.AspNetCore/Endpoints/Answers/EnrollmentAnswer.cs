namespace TwoFactor.AspNetCore;

internal sealed record EnrollmentAnswer(
    string FactorId,
    string Method,
    string? Secret = null,
    string? Uri = null,
    string? QrCode = null,
    string? Destination = null,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? ResendAt = null,
    string? Notice = null,
    string? Delivery = null
)
{
    public override string ToString() => "a pending factor (secret withheld)";
}
