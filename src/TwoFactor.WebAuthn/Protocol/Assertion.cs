namespace TwoFactor.WebAuthn;

/// <summary>The result of checking an answer: the updated key, or why it was refused.</summary>
internal sealed record Assertion(KeyState? Key, bool IsUserVerified, string? Refusal)
{
    public static Assertion Refused(string why) => new(null, false, why);
}
