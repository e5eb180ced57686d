using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TwoFactor;

/// <summary>Writes an account as fields. What is rare in one is written as JSON within its field.</summary>
internal static class AccountWriter
{
    public static void Write(IBufferWriter<byte> target, TwoFactorAccount account)
    {
        target.GetSpan(1)[0] = AccountFormat.Number;
        target.Advance(1);
        var writer = new FieldWriter(target);
        writer.Number(AccountFormat.Account.Schema, account.Schema);
        writer.Text(AccountFormat.Account.UserId, account.UserId);
        writer.Number(AccountFormat.Account.Epoch, account.Epoch);
        foreach (var factor in account.Factors)
        {
            writer.Group(AccountFormat.Account.Factor);
            Write(ref writer, factor);
            writer.EndGroup();
        }

        Write(ref writer, AccountFormat.Account.Challenges, account.Challenges, AccountJson.Default.ChallengeArray);
        Write(ref writer, AccountFormat.Account.TicketKey, account.TicketKey);
        writer.Number(AccountFormat.Account.Round, account.Round);
        foreach (var ticket in account.UsedTickets)
        {
            writer.Group(AccountFormat.Account.UsedTicket);
            writer.Text(AccountFormat.UsedTicket.Mark, ticket.Mark);
            writer.Time(AccountFormat.UsedTicket.ExpiresAt, ticket.ExpiresAt);
            writer.EndGroup();
        }

        writer.Time(AccountFormat.Account.TicketsVoidUntil, account.TicketsVoidUntil);
        Write(ref writer, AccountFormat.Account.Devices, account.Devices, AccountJson.Default.TrustedDeviceArray);
        writer.Number(AccountFormat.Account.Failures, account.Failures);
        writer.Time(AccountFormat.Account.LockedUntil, account.LockedUntil);
        writer.Time(AccountFormat.Account.RefusalNotedAt, account.RefusalNotedAt);
        Write(ref writer, AccountFormat.Account.RemoteCheck, account.RemoteCheck, AccountJson.Default.RemoteCheck);
        writer.Number(AccountFormat.Account.Sends, account.Sends);
        writer.Time(AccountFormat.Account.NextSendAt, account.NextSendAt);
        writer.Number(AccountFormat.Account.Renames, account.Renames);
        writer.Time(AccountFormat.Account.RenamesSince, account.RenamesSince);
        writer.Time(AccountFormat.Account.RequiredSince, account.RequiredSince);
        writer.Time(AccountFormat.Account.ResistantSince, account.ResistantSince);
        writer.Flag(AccountFormat.Account.MustResist, account.MustResist);
        writer.Flag(AccountFormat.Account.MustEnroll, account.MustEnroll);
        writer.Time(AccountFormat.Account.ResetAt, account.ResetAt);
        writer.Number(AccountFormat.Account.RosterVersion, account.RosterVersion);
        writer.Flag(AccountFormat.Account.IsLost, account.IsLost);
        writer.Time(AccountFormat.Account.LastVerifiedAt, account.LastVerifiedAt);
        writer.Time(AccountFormat.Account.UpdatedAt, account.UpdatedAt);
        writer.Number(AccountFormat.Account.AuditSequence, account.AuditSequence);
        Write(ref writer, AccountFormat.Account.AuditHash, account.AuditHash);
        Write(ref writer, AccountFormat.Account.AuditStart, account.AuditStart, AccountJson.Default.TrailStart);
        writer.Finish();
    }

    private static void Write(ref FieldWriter writer, Factor factor)
    {
        writer.Text(AccountFormat.Factor.Id, factor.Id);
        writer.Text(AccountFormat.Factor.Method, factor.Method);
        writer.Text(AccountFormat.Factor.Name, factor.Name);
        writer.Number(AccountFormat.Factor.Status, (long)factor.Status);
        writer.Flag(AccountFormat.Factor.IsBackup, factor.IsBackup);
        writer.Time(AccountFormat.Factor.CreatedAt, factor.CreatedAt);
        writer.Time(AccountFormat.Factor.ConfirmedAt, factor.ConfirmedAt);
        writer.Time(AccountFormat.Factor.LastUsedAt, factor.LastUsedAt);
        writer.Time(AccountFormat.Factor.ExpiresAt, factor.ExpiresAt);
        writer.NumberOrNull(AccountFormat.Factor.UsesLeft, factor.UsesLeft);
        writer.Number(AccountFormat.Factor.Failures, factor.Failures);
        writer.Text(AccountFormat.Factor.Destination, factor.Destination);
        writer.Flag(AccountFormat.Factor.IsImported, factor.IsImported);
        writer.Flag(AccountFormat.Factor.IsWeak, factor.IsWeak);
        writer.Text(AccountFormat.Factor.Replaces, factor.Replaces);
        writer.Bytes(AccountFormat.Factor.State, factor.State);
    }

    private static void Write(ref FieldWriter writer, int field, byte[]? value)
    {
        if (value is { Length: > 0 })
            writer.Bytes(field, value);
    }

    private static void Write<T>(ref FieldWriter writer, int field, T[] values, JsonTypeInfo<T[]> type)
    {
        if (values.Length > 0)
            writer.Bytes(field, JsonSerializer.SerializeToUtf8Bytes(values, type));
    }

    private static void Write<T>(ref FieldWriter writer, int field, T? value, JsonTypeInfo<T> type)
        where T : class
    {
        if (value is not null)
            writer.Bytes(field, JsonSerializer.SerializeToUtf8Bytes(value, type));
    }
}
