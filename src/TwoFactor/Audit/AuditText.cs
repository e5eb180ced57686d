namespace TwoFactor;

/// <summary>The rules for an administrator's name and reason, which stay in the trail for ever.</summary>
internal static class AuditText
{
    public const int MaxActorLength = 256;

    public const int MaxReasonLength = 1_000;

    public static void ThrowIfBad(string actor, string? reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > MaxActorLength || reason?.Length > MaxReasonLength)
            throw new ArgumentException(
                $"An actor may have at most {MaxActorLength} characters, a reason {MaxReasonLength}."
            );

        PlainText.ThrowIfNotPlain(actor, nameof(actor));
        PlainText.ThrowIfNotPlain(reason, nameof(reason));
    }
}
