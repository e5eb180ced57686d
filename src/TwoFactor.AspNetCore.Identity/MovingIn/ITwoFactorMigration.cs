namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Moves all users of Identity's own second factor in, beside sign-ins that do the same. A user who has moved is passed
/// over, so that a run that was stopped is simply started again.
/// </summary>
public interface ITwoFactorMigration
{
    /// <summary>Moves users in, one after the other, each in a scope of its own: memory stays flat.</summary>
    /// <param name="dryRun">Whether to look only, and write nothing.</param>
    /// <param name="afterUserId">
    /// The last user of a run that was stopped, to begin behind; null begins with the first.
    /// </param>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between two users.</param>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    /// <exception cref="TwoFactorStoreException">The library's store cannot be used.</exception>
    Task<MigrationReport> RunAsync(
        bool dryRun = false,
        string? afterUserId = null,
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Puts back what Identity had, for an app that takes the package away. Recovery codes come back only for users who
    /// have used none since. Users who set their factor up here have nothing to be put back, and cannot sign in without
    /// the package until they are helped.
    /// </summary>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between two users.</param>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    Task<MigrationReport> RestoreAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Forgets for good what Identity had. After that nothing can be put back, and the old keys are nowhere any more.
    /// </summary>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between two users.</param>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    Task<MigrationReport> WipeAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );
}
