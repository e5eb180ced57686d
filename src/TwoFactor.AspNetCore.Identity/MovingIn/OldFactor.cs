namespace TwoFactor.AspNetCore.Identity;

/// <summary>What Identity knew of a user's second factor, to be put back if the package is taken away.</summary>
internal sealed class OldFactor
{
    public string? Key { get; set; }

    public string[] RecoveryCodes { get; set; } = [];

    public bool Enabled { get; set; }

    public override string ToString() => "a second factor of Identity (withheld)";
}
