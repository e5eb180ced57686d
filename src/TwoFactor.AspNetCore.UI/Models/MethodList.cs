namespace TwoFactor.AspNetCore.UI;

/// <summary>The methods to set up.</summary>
/// <param name="Methods">The methods, those that are not restricted first.</param>
/// <param name="ReturnUrl">Where to go afterwards, or null.</param>
public sealed record MethodList(IReadOnlyList<FactorMethodInfo> Methods, string? ReturnUrl)
{
    internal static MethodList Of(
        IEnumerable<FactorMethodInfo> methods,
        TwoFactorPagesOptions options,
        string? returnUrl
    ) =>
        new(
            [
                .. methods
                    .Where(m => !options.HiddenMethods.Contains(m.Name, StringComparer.Ordinal))
                    .OrderBy(m => m.IsRestricted),
            ],
            returnUrl
        );
}
