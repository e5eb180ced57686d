namespace TwoFactor.Testing;

/// <summary>
/// An app with the method under test, a store in memory and a clock to move, and users who have the authenticator.
/// </summary>
public abstract class FactorMethodHarness : IAsyncDisposable
{
    /// <summary>
    /// The app's services: <c>AddTwoFactor()</c> with default limits, the method, a store, and <see cref="Clock"/> as
    /// the <see cref="TimeProvider"/>.
    /// </summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>The clock of the app.</summary>
    public abstract ManualTimeProvider Clock { get; }

    /// <summary>The method's name, as in <see cref="IFactorMethod.Name"/>.</summary>
    public abstract string Method { get; }

    /// <summary>
    /// For an <see cref="IRemoteFactorMethod"/>: whether the vendor can be reached. The kit sets it. While it is false,
    /// <see cref="IRemoteFactorMethod.CheckAsync"/> must end in <see cref="RemoteCheckResult.NotAsked"/>.
    /// </summary>
    public bool IsVendorReachable { get; set; } = true;

    /// <summary>What a user types to enrol, e.g. an address. Default: nothing.</summary>
    /// <param name="userId">The user, <c>alice</c> or <c>bob</c>. Each has an authenticator of their own.</param>
    public virtual IReadOnlyDictionary<string, string> InputOf(string userId) =>
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The right answer that confirms a new factor.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="pending">What the enrolment showed.</param>
    public abstract string Confirm(string userId, EnrollmentResult pending);

    /// <summary>The right answer of the user's authenticator now. It was not given before.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="clientOptions">The options for the client; null if the method has none.</param>
    public abstract string Answer(string userId, string? clientOptions);

    /// <summary>A wrong answer that has the shape of a right one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="clientOptions">
    /// The options for the client, of an enrolment or of a challenge; null if the method has none.
    /// </param>
    public abstract string WrongAnswer(string userId, string? clientOptions);

    /// <summary>Ends the app.</summary>
    public abstract ValueTask DisposeAsync();
}
