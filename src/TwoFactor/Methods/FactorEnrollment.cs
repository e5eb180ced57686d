namespace TwoFactor.Methods;

/// <summary>The user who enrols a factor, and what the user typed.</summary>
public sealed class FactorEnrollment
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The account name to show in an authenticator app.</summary>
    public required string AccountName { get; init; }

    /// <summary>
    /// The user's input, under names that the method defines, e.g. the address for codes. Empty for most methods.
    /// </summary>
    public IReadOnlyDictionary<string, string> Input { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The states of the user's other confirmed factors of this method, so that the same authenticator is not enrolled
    /// twice. Set for an <see cref="IExchangeFactorMethod"/>; empty for all others.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OtherStates { get; init; } = [];

    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }
}
