using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace TwoFactor.Proof;

/// <summary>Looks into the database whether every user has moved, once, and whole.</summary>
internal static class MoveJudge
{
    // An app and a set of recovery codes: two events, each once.
    private const int Imports = 2;

    public static async Task<IReadOnlyList<string>> FindAsync(string connectionString, int users)
    {
        var problems = new List<string>();
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (
            var (what, query, expected) in new[]
            {
                ("accounts with a factor", "SELECT count(*) FROM two_factor_accounts WHERE is_enrolled", users),
                (
                    "users who were imported",
                    $"SELECT count(DISTINCT user_id) FROM two_factor_events WHERE type = '{AuditEventTypes.FactorImported}'",
                    users
                ),
                (
                    "factors that were imported",
                    $"SELECT count(*) FROM two_factor_events WHERE type = '{AuditEventTypes.FactorImported}'",
                    Imports * users
                ),
                (
                    "users whose old factor is put aside",
                    """SELECT count(*) FROM "AspNetUserTokens" WHERE "LoginProvider" = '[TwoFactor]'""",
                    users
                ),
                (
                    "recovery codes as plain text",
                    """SELECT count(*) FROM "AspNetUserTokens" WHERE "Name" = 'RecoveryCodes' AND "Value" <> ''""",
                    0
                ),
            }
        )
        {
            await using var command = source.CreateCommand(query);
            var count = (long)(await command.ExecuteScalarAsync())!;
            if (count != expected)
                problems.Add($"{what}: {count}, not {expected}");
        }

        await using var keys = source.CreateCommand(
            """SELECT "UserId", "Value" FROM "AspNetUserTokens" WHERE "Name" = 'AuthenticatorKey'"""
        );
        await using var reader = await keys.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var name = reader.GetString(0);
            if (reader.GetString(1) == Base32.Encode(OldUsers.Secret(name)))
                problems.Add($"{name}: the old key is still there");
        }

        await using var app = await App.OpenAsync("pg", connectionString, TimeProvider.System);
        problems.AddRange((await app.Audit.VerifyAsync(null)).Problems);
        return problems;
    }
}
