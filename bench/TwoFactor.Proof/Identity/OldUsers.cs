using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Proof;

/// <summary>
/// Users of Identity's own second factor, as Identity keeps them: a key and recovery codes as plain text.
/// </summary>
internal static class OldUsers
{
    public const int RecoveryCodes = 10;

    public static string Name(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D6}");

    /// <summary>The secret of the user's authenticator app, which a test knows from the name.</summary>
    public static byte[] Secret(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name))[..20];

    public static string RecoveryCode(string name, int number)
    {
        var text = Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{number}")));
        return $"{text[..5]}-{text[5..10]}";
    }

    public static string CodeNow(string name) => Code(name, TimeProvider.System.GetUtcNow());

    public static string Code(string name, DateTimeOffset at) =>
        Totp.Compute(Secret(name), at.ToUnixTimeSeconds() / 30, TotpParameters.Default);

    public static async Task AddAsync(string connectionString, string prefix, int count)
    {
        var hasher = new PasswordHasher<IdentityUser>(
            Options.Create(new PasswordHasherOptions { IterationCount = IdentityApp.HashIterations })
        );
        var hash = hasher.HashPassword(new IdentityUser(), IdentityApp.Password);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await CopyAsync(
            connection,
            """
            COPY "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "PasswordHash", "SecurityStamp",
            "ConcurrencyStamp", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled",
            "AccessFailedCount") FROM STDIN (FORMAT BINARY)
            """,
            Enumerable
                .Range(0, count)
                .Select(i => Name(prefix, i))
                .Select(n => (object[])[n, n, n.ToUpperInvariant(), hash, "STAMP", "stamp", true, false, true, true, 0])
        );
        await CopyAsync(
            connection,
            """
            COPY "AspNetUserTokens" ("UserId", "LoginProvider", "Name", "Value") FROM STDIN (FORMAT BINARY)
            """,
            Enumerable
                .Range(0, count)
                .Select(i => Name(prefix, i))
                .SelectMany(n =>
                    new object[][]
                    {
                        [n, "[AspNetUserStore]", "AuthenticatorKey", Base32.Encode(Secret(n))],
                        [
                            n,
                            "[AspNetUserStore]",
                            "RecoveryCodes",
                            string.Join(';', Enumerable.Range(0, RecoveryCodes).Select(c => RecoveryCode(n, c))),
                        ],
                    }
                )
        );
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string command, IEnumerable<object[]> rows)
    {
        await using var writer = await connection.BeginBinaryImportAsync(command);
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var value in row)
            {
                switch (value)
                {
                    case string text:
                        await writer.WriteAsync(text, NpgsqlDbType.Text);
                        break;
                    case bool flag:
                        await writer.WriteAsync(flag, NpgsqlDbType.Boolean);
                        break;
                    default:
                        await writer.WriteAsync((int)value, NpgsqlDbType.Integer);
                        break;
                }
            }
        }

        await writer.CompleteAsync();
    }
}
