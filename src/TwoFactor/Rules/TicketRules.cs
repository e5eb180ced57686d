namespace TwoFactor;

/// <summary>When a ticket is good: until it expires, once, and in the round in which it was made.</summary>
internal static class TicketRules
{
    // A use takes a code that was right, so nobody fills the list who has the password alone.
    private const int MaxUsed = 32;

    /// <summary>Makes a ticket. It changes the account only if there is no key yet.</summary>
    public static Challenge Open(
        AccountChange change,
        ChallengeDraft draft,
        ChallengePurpose purpose,
        string? factorId,
        TimeSpan lifetime,
        bool mustResist = false
    )
    {
        if (change.Account.TicketKey is null)
            change.Account = change.Account with { TicketKey = draft.TicketKey };

        var challenge = new Challenge
        {
            Id = draft.Id,
            FactorId = factorId,
            Purpose = purpose,
            MustResist = mustResist,
            ExpiresAt = change.Now + lifetime,
        };
        return challenge with { Id = Ticket.Write(change.Account, draft.Entropy, challenge) };
    }

    /// <summary>The challenge that an open ticket stands for.</summary>
    public static Challenge? Find(TwoFactorAccount account, string id, DateTimeOffset now, TwoFactorOptions options) =>
        Ticket.Read(account, id) is { } ticket && IsInTime(ticket, now, options) && !IsUsed(account, ticket)
            ? ticket
            : null;

    /// <summary>Notes that a ticket was answered; nothing happens for an id that is none.</summary>
    public static void Use(AccountChange change, string id)
    {
        if (Ticket.Read(change.Account, id) is not { } ticket || IsUsed(change.Account, ticket))
            return;

        UsedTicket[] used = [.. change.Account.UsedTickets, new(Ticket.MarkOf(id), ticket.ExpiresAt)];
        if (used.Length > MaxUsed)
        {
            // The one that goes, and whatever expires before it, is void by its time instead.
            var first = used.MinBy(u => u.ExpiresAt)!;
            used = Array.FindAll(used, u => u.ExpiresAt > first.ExpiresAt);
            change.Account = change.Account with { TicketsVoidUntil = first.ExpiresAt };
        }

        change.Account = change.Account with { UsedTickets = used };
    }

    private static bool IsUsed(TwoFactorAccount account, Challenge ticket)
    {
        var mark = Ticket.MarkOf(ticket.Id);
        return ticket.ExpiresAt <= account.TicketsVoidUntil || Array.Exists(account.UsedTickets, u => u.Mark == mark);
    }

    // One that was made while a clock was ahead would be good for as long as it was.
    private static bool IsInTime(Challenge ticket, DateTimeOffset now, TwoFactorOptions options)
    {
        var longest = TimeSpan.FromTicks(
            Math.Max(options.Challenges.SignInLifetime.Ticks, options.Challenges.Lifetime.Ticks)
        );
        return ticket.IsOpen(now) && options.IsFresh(ticket.ExpiresAt - longest, now, longest);
    }
}
