using Amazon;
using Microsoft.Extensions.Options;

namespace TwoFactor.Stores;

internal sealed class DynamoDbStoreOptionsValidator : IValidateOptions<DynamoDbStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, DynamoDbStoreOptions options)
    {
        if (!IsTableName(options.TableName))
            return ValidateOptionsResult.Fail(
                $"TwoFactor:DynamoDb:TableName is '{options.TableName}'. Set it to 3 to 255 letters, digits, '_', '-' "
                    + "or '.', e.g. two-factor."
            );

        if (options.Patience < TimeSpan.Zero || options.Patience > TimeSpan.FromSeconds(120))
            return ValidateOptionsResult.Fail(
                $"TwoFactor:DynamoDb:Patience is {options.Patience}. Set it to 0 to 120 seconds."
            );

        if (
            options.RequestTimeout < TimeSpan.FromMilliseconds(100)
            || options.RequestTimeout > TimeSpan.FromSeconds(60)
        )
            return ValidateOptionsResult.Fail(
                $"TwoFactor:DynamoDb:RequestTimeout is {options.RequestTimeout}. Set it to 0.1 to 60 seconds."
            );

        if (
            options.ServiceUrl.Length > 0
            && !(
                Uri.TryCreate(options.ServiceUrl, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            )
        )
            return ValidateOptionsResult.Fail(
                "TwoFactor:DynamoDb:ServiceUrl is no address of http or https. Set it, e.g. http://127.0.0.1:8000, or "
                    + "leave it empty for AWS."
            );

        return
            options.Region.Length > 0 && !RegionEndpoint.EnumerableAllRegions.Any(r => r.SystemName == options.Region)
            ? ValidateOptionsResult.Fail(
                $"TwoFactor:DynamoDb:Region is '{options.Region}', which the SDK does not know. Set it, e.g. to "
                    + "eu-central-1."
            )
            : ValidateOptionsResult.Success;
    }

    private static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 255 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
