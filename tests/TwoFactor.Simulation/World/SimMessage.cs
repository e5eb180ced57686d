namespace TwoFactor.Simulation;

/// <summary>A message that arrived, by SMS or by e-mail, whatever the gateway was told.</summary>
internal sealed record SimMessage(
    int Number,
    string Method,
    string To,
    string Code,
    string UserId,
    string ChallengeId,
    int Send,
    bool IsEnrollment,
    DateTimeOffset At,
    string Reference
)
{
    /// <summary>The code as the checker knows it: <c>sms:number</c> or <c>email:number</c>.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Method}:{Number}");
}
