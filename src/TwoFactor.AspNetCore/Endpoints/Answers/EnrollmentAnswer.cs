namespace TwoFactor;

internal sealed record EnrollmentAnswer(
    string FactorId,
    string Method,
    string? Secret,
    string? Uri,
    string? QrCode,
    string? Destination,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? ResendAt,
    string? Notice,
    string? Delivery)
{
    public override string ToString() => "a pending factor (secret withheld)";
}
