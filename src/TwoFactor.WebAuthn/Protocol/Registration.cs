namespace TwoFactor.WebAuthn;

/// <summary>The result of a registration: the key, or why it was refused.</summary>
internal sealed record Registration(KeyState? Key, bool IsUserVerified, string? Refusal)
{
    public static Registration Refused(string why) => new(null, false, why);
}
