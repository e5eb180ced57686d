namespace TwoFactor;

/// <summary>An administrator's request for a user who lost the authenticator.</summary>
public sealed class ResetRequest
{
    /// <summary>The longest actor's name: 256 characters.</summary>
    public const int MaxActorLength = 256;

    /// <summary>The longest reason: 1,000 characters.</summary>
    public const int MaxReasonLength = 1_000;

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The administrator's own user id. Administrators cannot do this to themselves.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, for the audit trail.</summary>
    public required string Reason { get; init; }

    internal void ThrowIfBad()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Reason);
        ThrowIfBad(Actor, Reason);
    }

    internal static void ThrowIfBad(string actor, string? reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > MaxActorLength || reason?.Length > MaxReasonLength)
            throw new ArgumentException(
                $"An actor has at most {MaxActorLength} characters, a reason {MaxReasonLength}."
            );
    }
}
