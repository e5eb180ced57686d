using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace TwoFactor.Stores;

internal sealed class RedisQuotaOptionsValidator : IValidateOptions<RedisQuotaOptions>
{
    private const int LongestPrefix = 64;

    public ValidateOptionsResult Validate(string? name, RedisQuotaOptions options)
    {
        if (
            options.KeyPrefix is not { Length: > 0 and <= LongestPrefix }
            || options.KeyPrefix.AsSpan().ContainsAny("{}")
        )
            return ValidateOptionsResult.Fail(
                $"TwoFactor:Redis:KeyPrefix is '{options.KeyPrefix}'. Set it to 1 to {LongestPrefix} characters "
                    + "without braces, e.g. two-factor."
            );

        return options.Configuration.Length == 0 || Read(options.Configuration) is { EndPoints.Count: > 0 }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "TwoFactor:Redis:Configuration cannot be read, or names no server. Set it, e.g. to "
                    + "redis.example.com:6380,ssl=true,password=…"
            );
    }

    /// <summary>The configuration; null if it cannot be read.</summary>
    public static ConfigurationOptions? Read(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }
}
