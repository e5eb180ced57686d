namespace TwoFactor.Methods;

/// <summary>Whose factor is being made, and what the user typed for it.</summary>
public sealed class FactorEnrollment
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's name as an authenticator app shows it.</summary>
    public required string AccountName { get; init; }

    /// <summary>
    /// What the user typed, by the method's own names, e.g. the address that codes go to. Empty for most methods.
    /// </summary>
    public IReadOnlyDictionary<string, string> Input { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The states of the user's other factors of this method, pending ones left out: what must not be enrolled twice.
    /// Filled in for an <see cref="IExchangeFactorMethod"/>; empty for all others.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OtherStates { get; init; } = [];

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}
