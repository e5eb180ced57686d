using Microsoft.Extensions.Options;

namespace TwoFactor.WebAuthn;

/// <summary>Names every WebAuthn setting that is wrong, at the start of the host or at the first use.</summary>
internal sealed class WebAuthnOptionsValidator : IValidateOptions<WebAuthnOptions>
{
    public ValidateOptionsResult Validate(string? name, WebAuthnOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
