namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The data of the form for a code, at sign-in and at step-up. It is the model of the partial
/// <c>_Challenge.{method}</c>, or of <c>_Challenge</c> for a method without one.
/// </summary>
public sealed class SecondFactorForm
{
    /// <summary>The factors to choose from.</summary>
    public required IReadOnlyList<FactorChoice> Factors { get; init; }

    /// <summary>The chosen one; null if there is none.</summary>
    public FactorChoice? Chosen { get; init; }

    /// <summary>Whether a recovery or temporary code is asked for.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Whether a code was sent to the chosen factor.</summary>
    public bool IsSent { get; init; }

    /// <summary>Seconds until a code may be sent again; the browser counts down with its own clock.</summary>
    public int? ResendIn { get; init; }

    /// <summary>For how many days this browser can be remembered; null if it cannot.</summary>
    public int? RememberDays { get; init; }

    /// <summary>Whether the user has asked for that already, with a code that was wrong.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>Whether there may be a recovery or temporary code.</summary>
    public bool HasBackup { get; init; }

    /// <summary>Where to go afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What is wrong with the last code; null if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>What the browser needs to make the authenticator answer, as JSON; null for typed codes.</summary>
    public string? ClientOptions { get; init; }

    /// <summary>Whether codes are sent to the chosen factor.</summary>
    public bool Sends => Chosen?.Destination is not null;

    /// <summary>The factor that the code is for; null lets every one of several that look the same take it.</summary>
    public string? FactorId => IsBackup || Chosen is { IsOneOfMany: true } ? null : Chosen?.FactorId;
}
