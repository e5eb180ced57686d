using System.Text;
using System.Text.Json;

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
    string? Delivery = null,
    JsonElement? Options = null
)
{
    public static EnrollmentAnswer Of(EnrollmentResult result, IQrRenderer qr) =>
        new(
            result.FactorId!,
            result.Method!,
            result.Secret,
            result.Uri,
            result.Uri is null
                ? null
                : "data:image/svg+xml;base64,"
                    + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(qr.RenderSvg(result.Uri)))}",
            result.Destination,
            result.ExpiresAt,
            result.ResendAt,
            result.Notice,
            Names.Of(result.Delivery),
            ClientOptions.Read(result.ClientOptions)
        );

    public override string ToString() => "a pending factor (secret withheld)";
}
