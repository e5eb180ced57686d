using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>A factor that waits for its first code.</summary>
/// <param name="FactorId">The factor.</param>
/// <param name="Method">Its method.</param>
/// <param name="App">The app that scanned it, if it is one.</param>
/// <param name="Options">What a key is to answer, if it is one.</param>
internal sealed record Pending(string FactorId, string Method, VirtualAuthenticator? App, string? Options)
{
    public static Pending Of(EnrollmentResult begun) =>
        new(
            begun.FactorId!,
            begun.Method!,
            begun.Uri is null ? null : VirtualAuthenticator.Scan(begun.Uri),
            begun.ClientOptions
        );
}
