using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>What a user has in hand and in mind, and whoever looks over the shoulder with it.</summary>
internal sealed class Phone
{
    public List<(string FactorId, VirtualAuthenticator App)> Authenticators { get; init; } = [];

    public List<Pending> Pending { get; init; } = [];

    /// <summary>Factors whose codes are sent by SMS or by e-mail, and checked here.</summary>
    public List<string> SentFactors { get; init; } = [];

    public List<string> VendorFactors { get; init; } = [];

    public List<SimKey> Keys { get; init; } = [];

    /// <summary>What pages got for challenges, to be answered with a key.</summary>
    public List<KeyOptions> Options { get; init; } = [];

    public List<string> RecoveryCodes { get; init; } = [];

    public List<string> TemporaryCodes { get; init; } = [];

    public List<string> Challenges { get; init; } = [];

    public List<string> SignIns { get; init; } = [];

    public List<Presented> Presented { get; init; } = [];

    public IEnumerable<string> Factors =>
        Authenticators
            .Select(a => a.FactorId)
            .Concat(SentFactors)
            .Concat(VendorFactors)
            .Concat(Keys.Select(k => k.FactorId));

    public Phone Copy() =>
        new()
        {
            Authenticators = [.. Authenticators],
            SentFactors = [.. SentFactors],
            VendorFactors = [.. VendorFactors],
            Keys = Keys.ConvertAll(k => k.Copy()),
            RecoveryCodes = [.. RecoveryCodes],
        };
}
