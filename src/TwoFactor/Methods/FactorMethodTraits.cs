namespace TwoFactor;

/// <summary>What the engine must know of a kind of factor without knowing the kind.</summary>
public sealed class FactorMethodTraits
{
    /// <summary>
    /// Whether the method only backs up another factor, as recovery codes do. A user with backups alone has no second factor, users cannot enrol
    /// one by themselves, and backups go when the last other factor is removed.
    /// </summary>
    internal bool IsBackup { get; init; }

    /// <summary>The <c>amr</c> values (RFC 8176) that a verification with this method earns. Default: <c>otp</c>.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = ["otp"];
}
