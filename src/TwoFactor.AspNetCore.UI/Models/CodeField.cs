namespace TwoFactor.AspNetCore.UI;

/// <summary>The field for a code.</summary>
/// <param name="IsBackup">Whether codes of letters are typed, such as recovery codes.</param>
/// <param name="Problem">What is wrong with the last code; null if nothing is.</param>
public sealed record CodeField(bool IsBackup, string? Problem);
