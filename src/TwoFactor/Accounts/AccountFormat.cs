namespace TwoFactor;

/// <summary>
/// The numbers of the fields in the bytes of an account, for ever: a number is never used for something else. See
/// docs/decisions/0095.
/// </summary>
internal static class AccountFormat
{
    /// <summary>The first byte. The JSON of older records begins with a brace.</summary>
    public const byte Number = 2;

    public const byte Json = (byte)'{';

    public static class Account
    {
        public const int Schema = 1;
        public const int UserId = 2;
        public const int Epoch = 3;
        public const int Factor = 4;
        public const int Challenges = 5;
        public const int TicketKey = 6;
        public const int Round = 7;

        /// <summary>In JSON, as it was written before <see cref="UsedTicket"/>.</summary>
        public const int UsedTickets = 8;
        public const int TicketsVoidUntil = 9;
        public const int Devices = 10;
        public const int Failures = 11;
        public const int LockedUntil = 12;
        public const int RemoteCheck = 13;
        public const int Sends = 14;
        public const int NextSendAt = 15;
        public const int Renames = 16;
        public const int RenamesSince = 17;
        public const int RequiredSince = 18;
        public const int ResistantSince = 19;
        public const int MustResist = 20;
        public const int MustEnroll = 21;
        public const int ResetAt = 22;
        public const int RosterVersion = 23;
        public const int IsLost = 24;
        public const int LastVerifiedAt = 25;
        public const int UpdatedAt = 26;
        public const int AuditSequence = 27;
        public const int AuditHash = 28;
        public const int AuditStart = 29;
        public const int UsedTicket = 30;
        public const int RefusalNotedAt = 31;
    }

    public static class UsedTicket
    {
        public const int Mark = 1;
        public const int ExpiresAt = 2;
    }

    public static class Factor
    {
        public const int Id = 1;
        public const int Method = 2;
        public const int Name = 3;
        public const int Status = 4;
        public const int IsBackup = 5;
        public const int CreatedAt = 6;
        public const int ConfirmedAt = 7;
        public const int LastUsedAt = 8;
        public const int ExpiresAt = 9;
        public const int UsesLeft = 10;
        public const int Failures = 11;
        public const int Destination = 12;
        public const int IsImported = 13;
        public const int IsWeak = 14;
        public const int Replaces = 15;
        public const int State = 16;
    }
}
