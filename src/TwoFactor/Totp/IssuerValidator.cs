using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>Checks the issuer. It is part of every key URI, where a colon would end it.</summary>
internal sealed class IssuerValidator : IValidateOptions<TwoFactorOptions>
{
    public ValidateOptionsResult Validate(string? name, TwoFactorOptions options) =>
        OtpAuthUri.NameProblem(options.Issuer) is { } problem
            ? ValidateOptionsResult.Fail($"TwoFactor:Issuer {problem}. Set it to the app's name.")
            : ValidateOptionsResult.Success;
}
