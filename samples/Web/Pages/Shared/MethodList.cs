using TwoFactor;

namespace WebSample.Pages.Shared;

/// <summary>The methods to set up.</summary>
public sealed record MethodList(IReadOnlyList<FactorMethodInfo> Methods, string? ReturnUrl);
