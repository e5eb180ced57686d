namespace TwoFactor.AspNetCore.UI;

/// <summary>The field for a code.</summary>
/// <param name="IsBackup">Whether codes of letters are typed, such as recovery codes.</param>
/// <param name="Problem">What is wrong with the last code; null if nothing is.</param>
/// <param name="IsFocused">Whether the browser goes to it at once. Not where there is something to do first.</param>
public sealed record CodeField(bool IsBackup, string? Problem, bool IsFocused = true)
{
    /// <summary>How many digits the code has; null if it is not known.</summary>
    public int? Digits { get; init; }
}
