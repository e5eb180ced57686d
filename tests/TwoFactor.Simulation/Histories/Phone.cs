using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>What a user has in hand and in mind, and whoever looks over the shoulder with it.</summary>
internal sealed class Phone
{
    public List<(string FactorId, VirtualAuthenticator App)> Authenticators { get; init; } = [];

    public List<(string FactorId, string Method, VirtualAuthenticator? App)> Pending { get; init; } = [];

    /// <summary>Factors whose codes are sent by SMS or by e-mail, and checked here.</summary>
    public List<string> SentFactors { get; init; } = [];

    public List<string> VendorFactors { get; init; } = [];

    public List<string> RecoveryCodes { get; init; } = [];

    public List<string> TemporaryCodes { get; init; } = [];

    public List<string> Challenges { get; init; } = [];

    public List<string> SignIns { get; init; } = [];

    public List<(string Code, string Key)> Presented { get; init; } = [];

    public IEnumerable<string> Factors =>
        Authenticators.Select(a => a.FactorId).Concat(SentFactors).Concat(VendorFactors);

    public Phone Copy() =>
        new()
        {
            Authenticators = [.. Authenticators],
            SentFactors = [.. SentFactors],
            VendorFactors = [.. VendorFactors],
            RecoveryCodes = [.. RecoveryCodes],
        };
}
