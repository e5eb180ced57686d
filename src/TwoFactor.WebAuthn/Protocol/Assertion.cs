namespace TwoFactor.WebAuthn;

/// <summary>What came of an answer: the key as it is from now on, or why it was refused.</summary>
internal sealed record Assertion(KeyState? Key, bool IsUserVerified, string? Refusal)
{
    public static Assertion Refused(string why) => new(null, false, why);
}
