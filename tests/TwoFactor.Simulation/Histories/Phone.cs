using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>What a user has in hand and in mind, and whoever looks over the shoulder with it.</summary>
internal sealed class Phone
{
    public List<(string FactorId, VirtualAuthenticator App)> Authenticators { get; init; } = [];

    public List<(string FactorId, string Method, VirtualAuthenticator? App)> Pending { get; init; } = [];

    public List<string> SmsFactors { get; init; } = [];

    public List<string> VendorFactors { get; init; } = [];

    public List<string> RecoveryCodes { get; init; } = [];

    public List<string> TemporaryCodes { get; init; } = [];

    public List<string> Challenges { get; init; } = [];

    public List<string> SignIns { get; init; } = [];

    public List<(string Code, string Key)> Presented { get; init; } = [];

    public Phone Copy() =>
        new()
        {
            Authenticators = [.. Authenticators],
            SmsFactors = [.. SmsFactors],
            VendorFactors = [.. VendorFactors],
            RecoveryCodes = [.. RecoveryCodes],
        };
}
