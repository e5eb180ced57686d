using Microsoft.Extensions.Options;
using Npgsql;

namespace TwoFactor.Stores;

internal sealed class PostgreSqlStoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        if (options.Patience < TimeSpan.Zero || options.Patience > TimeSpan.FromSeconds(120))
            return ValidateOptionsResult.Fail(
                $"TwoFactor:PostgreSql:Patience is {options.Patience}. Set it to 0 to 120 seconds."
            );

        if (options.DataSource is not null)
            return ValidateOptionsResult.Success;

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail(
                "TwoFactor:PostgreSql:ConnectionString is empty. Set it, e.g. "
                    + "UsePostgreSql(\"Host=localhost;Database=app;Username=app\")."
            );

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(options.ConnectionString).Host)
                ? ValidateOptionsResult.Fail(
                    "TwoFactor:PostgreSql:ConnectionString names no host. Add one, e.g. Host=localhost."
                )
                : ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Not the message of the exception as it is: it may quote the string, and that holds a password.
            return ValidateOptionsResult.Fail(
                "TwoFactor:PostgreSql:ConnectionString cannot be read. Write it as Npgsql does: "
                    + "Host=…;Database=…;Username=…."
            );
        }
    }
}
