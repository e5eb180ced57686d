using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Proof;

/// <summary>
/// Fills the tables with accounts that are like those the library writes, by PostgreSQL's way for large amounts.
/// </summary>
internal static class Loader
{
    public static string NameOf(int user) => $"user{user:D8}";

    public static async Task LoadAsync(string connection, int accounts, byte[] secret, DateTimeOffset now)
    {
        await using (var app = await App.OpenAsync("pg", connection, TimeProvider.System))
            await app.Administration.ReportAsync();

        var options = new TwoFactorOptions();
        options.Sealing.Keys = [App.Key];
        var sealer = new RecordSealer(
            new AesGcmAccountProtector(options.Sealing, NullLogger<AesGcmAccountProtector>.Instance)
        );
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var rows = await source.OpenConnectionAsync())
        await using (var events = await source.OpenConnectionAsync())
        {
            await using var writer = await rows.BeginBinaryImportAsync(
                "COPY two_factor_accounts (tenant, user_id, version, write_id, sealed, is_enrolled, methods, "
                    + "updated_at) FROM STDIN (FORMAT BINARY)"
            );
            await using var trail = await events.BeginBinaryImportAsync(
                "COPY two_factor_events (tenant, user_id, sequence, write_id, at, type, factor_id, method, "
                    + "actor, hash) FROM STDIN (FORMAT BINARY)"
            );
            for (var i = 0; i < accounts; i++)
            {
                var (account, imported) = Make(NameOf(i), secret, now);
                var id = Guid.NewGuid();
                await writer.WriteRowAsync(
                    default,
                    "",
                    account.UserId,
                    1L,
                    id,
                    sealer.Seal(account, "", account.UserId, 1, AccountWriter.Write),
                    true,
                    "totp",
                    now.UtcTicks
                );
                await trail.WriteRowAsync(
                    default,
                    "",
                    account.UserId,
                    1L,
                    id,
                    now.UtcTicks,
                    imported.Type,
                    imported.FactorId!,
                    imported.Method!,
                    imported.Actor!,
                    imported.Hash.ToArray()
                );
            }

            await writer.CompleteAsync();
            await trail.CompleteAsync();
        }

        await using var analyze = source.CreateCommand("VACUUM ANALYZE");
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync();
    }

    private static (TwoFactorAccount Account, AuditEvent Imported) Make(string user, byte[] secret, DateTimeOffset now)
    {
        var factor = new Factor
        {
            Id = $"f-{user}",
            Method = FactorMethodNames.Totp,
            Name = "authenticator",
            Status = FactorStatus.Active,
            CreatedAt = now,
            IsImported = true,
            State = TotpState.Create(TotpParameters.Default, secret),
        };
        var imported = new AuditEvent
        {
            Sequence = 1,
            At = now,
            UserId = user,
            Type = AuditEventTypes.FactorImported,
            FactorId = factor.Id,
            Method = factor.Method,
            Actor = "loader",
            Hash = default,
        };
        imported = imported with { Hash = AuditChain.Hash([], imported) };
        var account = new TwoFactorAccount
        {
            UserId = user,
            Factors = [factor],
            Epoch = 1,
            UpdatedAt = now,
            AuditSequence = 1,
            AuditHash = imported.Hash.ToArray(),
        };
        return (account, imported);
    }
}
