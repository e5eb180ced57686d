namespace TwoFactor.AspNetCore;

/// <summary>Metadata that marks an endpoint as the library's own.</summary>
internal sealed class TwoFactorEndpoint
{
    public static TwoFactorEndpoint Mark { get; } = new();
}
