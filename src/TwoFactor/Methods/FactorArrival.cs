namespace TwoFactor.Methods;

/// <summary>A sent code that was accepted, which proves that it reached the user.</summary>
public sealed class FactorArrival
{
    /// <summary>The factor's state.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The purpose of the code.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>
    /// All attempts to deliver codes within this challenge, in order. The accepted code came with one of the last.
    /// </summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Withholds the state.</summary>
    public override string ToString() => "a code that arrived (state withheld)";
}
