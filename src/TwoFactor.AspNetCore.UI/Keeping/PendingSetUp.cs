namespace TwoFactor.AspNetCore.UI;

/// <summary>A method that waits for its first code, with what its page shows.</summary>
public sealed record PendingSetUp
{
    internal const string Kind = "set-up";

    internal static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The pending factor.</summary>
    public required string FactorId { get; init; }

    /// <summary>The key URI for an authenticator app (<c>otpauth://</c>); null for other methods.</summary>
    public string? Uri { get; init; }

    /// <summary>The key in Base32; null for other methods.</summary>
    public string? Secret { get; init; }

    /// <summary>Where a code was sent, masked; null if none was.</summary>
    public string? Destination { get; init; }

    /// <summary>When a new code may be sent; null if at once, or if none was sent.</summary>
    public DateTimeOffset? ResendAt { get; init; }

    /// <summary>Whether the provider refused the message.</summary>
    public bool IsUndelivered { get; init; }

    /// <summary>What the browser needs to make the authenticator answer, as JSON; null for typed codes.</summary>
    public string? ClientOptions { get; init; }

    /// <summary>Withholds the key.</summary>
    public override string ToString() => $"{Method} {FactorId}";

    internal static PendingSetUp Of(string method, EnrollmentResult result) =>
        new()
        {
            Method = method,
            FactorId = result.FactorId!,
            Uri = result.Uri,
            Secret = result.Secret,
            Destination = result.Destination,
            ResendAt = result.ResendAt,
            ClientOptions = result.ClientOptions,
            IsUndelivered = result.Delivery?.Status == FactorDeliveryStatus.Rejected,
        };
}
