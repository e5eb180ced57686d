namespace TwoFactor;

/// <summary>What an administrator's name and reason may be: they stand in the trail for ever.</summary>
internal static class AuditText
{
    public const int MaxActorLength = 256;

    public const int MaxReasonLength = 1_000;

    public static void ThrowIfBad(string actor, string? reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > MaxActorLength || reason?.Length > MaxReasonLength)
            throw new ArgumentException(
                $"An actor has at most {MaxActorLength} characters, a reason {MaxReasonLength}."
            );

        PlainText.ThrowIfNotPlain(actor, nameof(actor));
        PlainText.ThrowIfNotPlain(reason, nameof(reason));
    }
}
