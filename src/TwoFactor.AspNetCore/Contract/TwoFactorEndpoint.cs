namespace TwoFactor.AspNetCore;

/// <summary>Marks an endpoint as the library's own.</summary>
internal sealed class TwoFactorEndpoint
{
    public static TwoFactorEndpoint Mark { get; } = new();
}
