using System.Text.Json;

namespace TwoFactor;

/// <summary>
/// Reads the JSON that <see cref="AccountJson"/> wrote. The generated reader makes each object from an array of boxed
/// arguments, because its members are init-only; that takes twice the time and the memory. See docs/decisions/0083.
/// </summary>
internal static class AccountReader
{
    /// <summary>Fits every name that is known. A longer one is skipped like any that is unknown.</summary>
    private const int NameLength = 32;

    private delegate T ItemReader<T>(ref Utf8JsonReader reader);

    /// <exception cref="JsonException">It is not the JSON of an account.</exception>
    public static TwoFactorAccount Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var account = Account(ref reader);

            // Throws if anything follows.
            reader.Read();
            return account;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("a value is of another type than expected.", e);
        }
    }

    private static TwoFactorAccount Account(ref Utf8JsonReader reader)
    {
        string? userId = null;
        int schema = TwoFactorAccount.CurrentSchema,
            epoch = 0,
            round = 0,
            failures = 0,
            sends = 0,
            renames = 0;
        long rosterVersion = 0,
            auditSequence = 0;
        bool mustEnroll = false,
            mustResist = false,
            isLost = false;
        Factor[] factors = [];
        Challenge[] challenges = [];
        UsedTicket[] usedTickets = [];
        TrustedDevice[] devices = [];
        byte[]? ticketKey = null;
        byte[] auditHash = [];
        DateTimeOffset? ticketsVoidUntil = null,
            lockedUntil = null,
            nextSendAt = null,
            renamesSince = null,
            requiredSince = null,
            resistantSince = null,
            resetAt = null,
            lastVerifiedAt = null;
        DateTimeOffset updatedAt = default;
        RemoteCheck? remoteCheck = null;
        TrailStart? auditStart = null;

        Span<char> name = stackalloc char[NameLength];
        Begin(ref reader);
        while (Next(ref reader, name, out var length))
        {
            switch (name[..length])
            {
                case "schema":
                    schema = reader.GetInt32();
                    break;
                case "userId":
                    userId = reader.GetString();
                    break;
                case "epoch":
                    epoch = reader.GetInt32();
                    break;
                case "factors":
                    factors = Items(ref reader, Factor);
                    break;
                case "challenges":
                    challenges = Items(ref reader, Challenge);
                    break;
                case "ticketKey":
                    ticketKey = reader.GetBytesFromBase64();
                    break;
                case "round":
                    round = reader.GetInt32();
                    break;
                case "usedTickets":
                    usedTickets = Items(ref reader, UsedTicket);
                    break;
                case "ticketsVoidUntil":
                    ticketsVoidUntil = reader.GetDateTimeOffset();
                    break;
                case "devices":
                    devices = Items(ref reader, TrustedDevice);
                    break;
                case "failures":
                    failures = reader.GetInt32();
                    break;
                case "lockedUntil":
                    lockedUntil = reader.GetDateTimeOffset();
                    break;
                case "remoteCheck":
                    remoteCheck = RemoteCheck(ref reader);
                    break;
                case "sends":
                    sends = reader.GetInt32();
                    break;
                case "nextSendAt":
                    nextSendAt = reader.GetDateTimeOffset();
                    break;
                case "renames":
                    renames = reader.GetInt32();
                    break;
                case "renamesSince":
                    renamesSince = reader.GetDateTimeOffset();
                    break;
                case "requiredSince":
                    requiredSince = reader.GetDateTimeOffset();
                    break;
                case "resistantSince":
                    resistantSince = reader.GetDateTimeOffset();
                    break;
                case "mustResist":
                    mustResist = reader.GetBoolean();
                    break;
                case "mustEnroll":
                    mustEnroll = reader.GetBoolean();
                    break;
                case "resetAt":
                    resetAt = reader.GetDateTimeOffset();
                    break;
                case "rosterVersion":
                    rosterVersion = reader.GetInt64();
                    break;
                case "isLost":
                    isLost = reader.GetBoolean();
                    break;
                case "lastVerifiedAt":
                    lastVerifiedAt = reader.GetDateTimeOffset();
                    break;
                case "updatedAt":
                    updatedAt = reader.GetDateTimeOffset();
                    break;
                case "auditSequence":
                    auditSequence = reader.GetInt64();
                    break;
                case "auditHash":
                    auditHash = reader.GetBytesFromBase64();
                    break;
                case "auditStart":
                    auditStart = TrailStart(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new()
        {
            Schema = schema,
            UserId = userId ?? throw Missing("userId"),
            Epoch = epoch,
            Factors = factors,
            Challenges = challenges,
            TicketKey = ticketKey,
            Round = round,
            UsedTickets = usedTickets,
            TicketsVoidUntil = ticketsVoidUntil,
            Devices = devices,
            Failures = failures,
            LockedUntil = lockedUntil,
            RemoteCheck = remoteCheck,
            Sends = sends,
            NextSendAt = nextSendAt,
            Renames = renames,
            RenamesSince = renamesSince,
            RequiredSince = requiredSince,
            ResistantSince = resistantSince,
            MustResist = mustResist,
            MustEnroll = mustEnroll,
            ResetAt = resetAt,
            RosterVersion = rosterVersion,
            IsLost = isLost,
            LastVerifiedAt = lastVerifiedAt,
            UpdatedAt = updatedAt,
            AuditSequence = auditSequence,
            AuditHash = auditHash,
            AuditStart = auditStart,
        };
    }

    private static Factor Factor(ref Utf8JsonReader reader)
    {
        string? id = null,
            method = null,
            label = null,
            destination = null,
            replaces = null;
        FactorStatus status = default;
        bool isBackup = false,
            isImported = false,
            isWeak = false;
        DateTimeOffset? createdAt = null,
            confirmedAt = null,
            lastUsedAt = null,
            expiresAt = null;
        int? usesLeft = null;
        var failures = 0;
        byte[]? state = null;

        Span<char> name = stackalloc char[NameLength];
        Begin(ref reader);
        while (Next(ref reader, name, out var length))
        {
            switch (name[..length])
            {
                case "id":
                    id = reader.GetString();
                    break;
                case "method":
                    method = reader.GetString();
                    break;
                case "name":
                    label = reader.GetString();
                    break;
                case "status":
                    status = (FactorStatus)reader.GetInt32();
                    break;
                case "isBackup":
                    isBackup = reader.GetBoolean();
                    break;
                case "createdAt":
                    createdAt = reader.GetDateTimeOffset();
                    break;
                case "confirmedAt":
                    confirmedAt = reader.GetDateTimeOffset();
                    break;
                case "lastUsedAt":
                    lastUsedAt = reader.GetDateTimeOffset();
                    break;
                case "expiresAt":
                    expiresAt = reader.GetDateTimeOffset();
                    break;
                case "usesLeft":
                    usesLeft = reader.GetInt32();
                    break;
                case "failures":
                    failures = reader.GetInt32();
                    break;
                case "destination":
                    destination = reader.GetString();
                    break;
                case "isImported":
                    isImported = reader.GetBoolean();
                    break;
                case "isWeak":
                    isWeak = reader.GetBoolean();
                    break;
                case "replaces":
                    replaces = reader.GetString();
                    break;
                case "state":
                    state = reader.GetBytesFromBase64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new()
        {
            Id = id ?? throw Missing("factors.id"),
            Method = method ?? throw Missing("factors.method"),
            Name = label ?? throw Missing("factors.name"),
            Status = status,
            IsBackup = isBackup,
            CreatedAt = createdAt ?? throw Missing("factors.createdAt"),
            ConfirmedAt = confirmedAt,
            LastUsedAt = lastUsedAt,
            ExpiresAt = expiresAt,
            UsesLeft = usesLeft,
            Failures = failures,
            Destination = destination,
            IsImported = isImported,
            IsWeak = isWeak,
            Replaces = replaces,
            State = state ?? throw Missing("factors.state"),
        };
    }

    // What is rare is left to the generated readers.
    private static Challenge Challenge(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AccountJson.Default.Challenge) ?? throw Missing("challenges");

    private static UsedTicket UsedTicket(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AccountJson.Default.UsedTicket) ?? throw Missing("usedTickets");

    private static TrustedDevice TrustedDevice(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AccountJson.Default.TrustedDevice) ?? throw Missing("devices");

    private static RemoteCheck? RemoteCheck(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AccountJson.Default.RemoteCheck);

    private static TrailStart? TrailStart(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AccountJson.Default.TrailStart);

    private static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a value is not an object.");
    }

    /// <summary>
    /// Moves to the value of the next member that is not null; false at the end of the object.
    /// </summary>
    private static bool Next(ref Utf8JsonReader reader, scoped Span<char> name, out int length)
    {
        do
        {
            reader.Read();
            length = 0;
            if (reader.TokenType == JsonTokenType.EndObject)
                return false;

            if (reader.ValueSpan.Length <= name.Length)
                length = reader.CopyString(name);

            reader.Read();
        } while (reader.TokenType == JsonTokenType.Null);

        return true;
    }

    // There are few: a user has two or three factors.
    private static T[] Items<T>(ref Utf8JsonReader reader, ItemReader<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a value is not an array.");

        T[] items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Array.Resize(ref items, items.Length + 1);
            items[^1] = read(ref reader);
        }

        return items;
    }

    private static JsonException Missing(string member) => new($"'{member}' is missing.");
}
