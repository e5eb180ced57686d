namespace TwoFactor.Methods;

/// <summary>A code that was sent and has now been accepted: it reached its user.</summary>
public sealed class FactorArrival
{
    /// <summary>The factor's state.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>What it was good for.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>
    /// The attempts to deliver it and the codes before it in the same challenge; the accepted one came with one of the
    /// last.
    /// </summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Does not show the state.</summary>
    public override string ToString() => "a code that arrived (state withheld)";
}
