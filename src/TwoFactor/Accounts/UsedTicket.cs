namespace TwoFactor;

/// <summary>A ticket that was answered: it is not answered again. Kept until it would have expired.</summary>
internal sealed record UsedTicket(string Mark, DateTimeOffset ExpiresAt);
