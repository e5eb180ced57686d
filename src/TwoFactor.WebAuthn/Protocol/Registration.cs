namespace TwoFactor.WebAuthn;

/// <summary>What came of the creation of a key: the key, or why it was refused.</summary>
internal sealed record Registration(KeyState? Key, bool IsUserVerified, string? Refusal)
{
    public static Registration Refused(string why) => new(null, false, why);
}
