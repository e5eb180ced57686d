namespace WebSample.Pages.Shared;

/// <summary>The data for the second-factor form, at sign-in and at step-up.</summary>
public sealed class SecondFactorForm
{
    public required IReadOnlyList<FactorChoice> Factors { get; init; }

    public FactorChoice? Chosen { get; init; }

    public bool IsBackup { get; init; }

    /// <summary>Whether a code was sent to the chosen factor.</summary>
    public bool IsSent { get; init; }

    /// <summary>Seconds until a code may be sent again; the browser counts down with its own clock.</summary>
    public int? ResendIn { get; init; }

    public bool CanRemember { get; init; }

    public bool HasBackup { get; init; }

    public string? ReturnUrl { get; init; }

    public bool Sends => Chosen?.Destination is not null;
}
