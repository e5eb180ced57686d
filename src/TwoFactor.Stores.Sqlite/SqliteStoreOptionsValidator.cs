using Microsoft.Extensions.Options;

namespace TwoFactor.Stores;

internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
            return ValidateOptionsResult.Fail(
                "TwoFactor:Sqlite:Path is empty. Set it to the database file, e.g. UseSqlite(\"two-factor.db\")."
            );

        return options.BusyTimeout < TimeSpan.FromSeconds(1) || options.BusyTimeout > TimeSpan.FromSeconds(120)
            ? ValidateOptionsResult.Fail(
                $"TwoFactor:Sqlite:BusyTimeout is {options.BusyTimeout}. Set it to 1 to 120 seconds."
            )
            : ValidateOptionsResult.Success;
    }
}
