using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TwoFactor;

/// <summary>
/// Reads what <see cref="AccountWriter"/> wrote, and the JSON of older records, for ever. See docs/decisions/0095.
/// </summary>
internal static class AccountReader
{
    /// <exception cref="RecordFormatException">It is no account, or one of a newer version.</exception>
    /// <exception cref="JsonException">It is no account in JSON.</exception>
    public static TwoFactorAccount Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new RecordFormatException("it is empty.");

        if (bytes[0] == AccountFormat.Json)
            return OfJson(bytes);

        if (bytes[0] != AccountFormat.Number)
            throw new RecordFormatException($"it has format {bytes[0]}.") { IsNewer = bytes[0] > AccountFormat.Number };

        var reader = new FieldReader(bytes[1..]);
        var account = Account(ref reader);
        return reader.IsAtEnd ? account : throw new RecordFormatException("something follows its end.");
    }

    // A member that is not in the JSON comes as null, whatever its initial value is.
    private static TwoFactorAccount OfJson(ReadOnlySpan<byte> json)
    {
        var account =
            JsonSerializer.Deserialize(json, AccountJson.Default.TwoFactorAccount)
            ?? throw new JsonException("the record is null.");
        return account with
        {
            Factors = account.Factors ?? [],
            Challenges = account.Challenges ?? [],
            Devices = account.Devices ?? [],
            AuditHash = account.AuditHash ?? [],
        };
    }

    private static TwoFactorAccount Account(ref FieldReader reader)
    {
        string? userId = null;
        int schema = 0,
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
        List<UsedTicket>? usedTickets = null;
        TrustedDevice[] devices = [];
        byte[]? ticketKey = null;
        byte[] auditHash = [];
        DateTimeOffset? ticketsVoidUntil = null,
            lockedUntil = null,
            refusalNotedAt = null,
            nextSendAt = null,
            renamesSince = null,
            requiredSince = null,
            resistantSince = null,
            resetAt = null,
            lastVerifiedAt = null;
        DateTimeOffset updatedAt = default;
        RemoteCheck? remoteCheck = null;
        TrailStart? auditStart = null;

        while (reader.Next())
        {
            switch (reader.Field)
            {
                case AccountFormat.Account.Schema:
                    schema = reader.Int32();
                    break;
                case AccountFormat.Account.UserId:
                    userId = reader.Text();
                    break;
                case AccountFormat.Account.Epoch:
                    epoch = reader.Int32();
                    break;
                case AccountFormat.Account.Factor:
                    // There are few: a user has two or three factors.
                    Array.Resize(ref factors, factors.Length + 1);
                    factors[^1] = Factor(ref reader);
                    break;
                case AccountFormat.Account.Challenges:
                    challenges = Json(ref reader, AccountJson.Default.ChallengeArray);
                    break;
                case AccountFormat.Account.TicketKey:
                    ticketKey = reader.Bytes().ToArray();
                    break;
                case AccountFormat.Account.Round:
                    round = reader.Int32();
                    break;
                case AccountFormat.Account.UsedTickets:
                    usedTickets = [.. Json(ref reader, AccountJson.Default.UsedTicketArray)];
                    break;
                case AccountFormat.Account.UsedTicket:
                    (usedTickets ??= []).Add(UsedTicket(ref reader));
                    break;
                case AccountFormat.Account.TicketsVoidUntil:
                    ticketsVoidUntil = reader.Time();
                    break;
                case AccountFormat.Account.Devices:
                    devices = Json(ref reader, AccountJson.Default.TrustedDeviceArray);
                    break;
                case AccountFormat.Account.Failures:
                    failures = reader.Int32();
                    break;
                case AccountFormat.Account.LockedUntil:
                    lockedUntil = reader.Time();
                    break;
                case AccountFormat.Account.RefusalNotedAt:
                    refusalNotedAt = reader.Time();
                    break;
                case AccountFormat.Account.RemoteCheck:
                    remoteCheck = Json(ref reader, AccountJson.Default.RemoteCheck);
                    break;
                case AccountFormat.Account.Sends:
                    sends = reader.Int32();
                    break;
                case AccountFormat.Account.NextSendAt:
                    nextSendAt = reader.Time();
                    break;
                case AccountFormat.Account.Renames:
                    renames = reader.Int32();
                    break;
                case AccountFormat.Account.RenamesSince:
                    renamesSince = reader.Time();
                    break;
                case AccountFormat.Account.RequiredSince:
                    requiredSince = reader.Time();
                    break;
                case AccountFormat.Account.ResistantSince:
                    resistantSince = reader.Time();
                    break;
                case AccountFormat.Account.MustResist:
                    mustResist = reader.Flag();
                    break;
                case AccountFormat.Account.MustEnroll:
                    mustEnroll = reader.Flag();
                    break;
                case AccountFormat.Account.ResetAt:
                    resetAt = reader.Time();
                    break;
                case AccountFormat.Account.RosterVersion:
                    rosterVersion = reader.Number();
                    break;
                case AccountFormat.Account.IsLost:
                    isLost = reader.Flag();
                    break;
                case AccountFormat.Account.LastVerifiedAt:
                    lastVerifiedAt = reader.Time();
                    break;
                case AccountFormat.Account.UpdatedAt:
                    updatedAt = reader.Time();
                    break;
                case AccountFormat.Account.AuditSequence:
                    auditSequence = reader.Number();
                    break;
                case AccountFormat.Account.AuditHash:
                    auditHash = reader.Bytes().ToArray();
                    break;
                case AccountFormat.Account.AuditStart:
                    auditStart = Json(ref reader, AccountJson.Default.TrailStart);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new()
        {
            Schema = schema,
            UserId = userId ?? throw Missing("user"),
            Epoch = epoch,
            Factors = factors,
            Challenges = challenges,
            TicketKey = ticketKey,
            Round = round,
            UsedTickets = usedTickets is null ? [] : [.. usedTickets],
            TicketsVoidUntil = ticketsVoidUntil,
            Devices = devices,
            Failures = failures,
            LockedUntil = lockedUntil,
            RefusalNotedAt = refusalNotedAt,
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

    private static Factor Factor(ref FieldReader reader)
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

        reader.Group();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case AccountFormat.Factor.Id:
                    id = reader.Text();
                    break;
                case AccountFormat.Factor.Method:
                    method = Method(reader.Bytes());
                    break;
                case AccountFormat.Factor.Name:
                    label = reader.Text();
                    break;
                case AccountFormat.Factor.Status:
                    status = (FactorStatus)reader.Int32();
                    break;
                case AccountFormat.Factor.IsBackup:
                    isBackup = reader.Flag();
                    break;
                case AccountFormat.Factor.CreatedAt:
                    createdAt = reader.Time();
                    break;
                case AccountFormat.Factor.ConfirmedAt:
                    confirmedAt = reader.Time();
                    break;
                case AccountFormat.Factor.LastUsedAt:
                    lastUsedAt = reader.Time();
                    break;
                case AccountFormat.Factor.ExpiresAt:
                    expiresAt = reader.Time();
                    break;
                case AccountFormat.Factor.UsesLeft:
                    usesLeft = reader.Int32();
                    break;
                case AccountFormat.Factor.Failures:
                    failures = reader.Int32();
                    break;
                case AccountFormat.Factor.Destination:
                    destination = reader.Text();
                    break;
                case AccountFormat.Factor.IsImported:
                    isImported = reader.Flag();
                    break;
                case AccountFormat.Factor.IsWeak:
                    isWeak = reader.Flag();
                    break;
                case AccountFormat.Factor.Replaces:
                    replaces = reader.Text();
                    break;
                case AccountFormat.Factor.State:
                    state = reader.Bytes().ToArray();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new()
        {
            Id = id ?? throw Missing("id of a factor"),
            Method = method ?? throw Missing("method of a factor"),
            Name = label ?? throw Missing("name of a factor"),
            Status = status,
            IsBackup = isBackup,
            CreatedAt = createdAt ?? throw Missing("beginning of a factor"),
            ConfirmedAt = confirmedAt,
            LastUsedAt = lastUsedAt,
            ExpiresAt = expiresAt,
            UsesLeft = usesLeft,
            Failures = failures,
            Destination = destination,
            IsImported = isImported,
            IsWeak = isWeak,
            Replaces = replaces,
            State = state ?? throw Missing("state of a factor"),
        };
    }

    private static UsedTicket UsedTicket(ref FieldReader reader)
    {
        string? mark = null;
        DateTimeOffset? expiresAt = null;

        reader.Group();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case AccountFormat.UsedTicket.Mark:
                    mark = reader.Text();
                    break;
                case AccountFormat.UsedTicket.ExpiresAt:
                    expiresAt = reader.Time();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(mark ?? throw Missing("mark of a ticket"), expiresAt ?? throw Missing("expiry of a ticket"));
    }

    // The two methods that nearly every record has are no new strings.
    private static string Method(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("totp"u8) ? "totp"
        : name.SequenceEqual("recovery_code"u8) ? "recovery_code"
        : System.Text.Encoding.UTF8.GetString(name);

    private static T Json<T>(ref FieldReader reader, JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(reader.Bytes(), type) ?? throw new JsonException("a part of the record is null.");

    private static RecordFormatException Missing(string member) => new($"the {member} is missing.");
}
