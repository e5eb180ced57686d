namespace TwoFactor.AspNetCore.UI;

/// <summary>Recovery codes that their user has not put away yet, and where to go afterwards.</summary>
internal sealed record RecoveryCodeList(IReadOnlyList<string> Codes, string Next)
{
    public const string Kind = "codes";

    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    public override string ToString() => "recovery codes (withheld)";
}
