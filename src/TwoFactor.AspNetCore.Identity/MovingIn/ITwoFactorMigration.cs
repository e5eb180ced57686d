namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Moves all users of Identity's own second factor to the library. Users who sign in meanwhile are moved by their
/// sign-in. Users who have moved are skipped, so a run that was stopped can be started again.
/// </summary>
public interface ITwoFactorMigration
{
    /// <summary>Moves users in, a few at a time, each in a scope of its own: memory stays flat.</summary>
    /// <param name="dryRun">Whether to look only, and write nothing.</param>
    /// <param name="afterUserId">
    /// The last user of a run that was stopped: the new run begins after this user. Null begins with the first.
    /// </param>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between users, not within one.</param>
    /// <exception cref="ArgumentException">No user has the id <paramref name="afterUserId"/>.</exception>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    /// <exception cref="TwoFactorStoreException">The library's store cannot be used.</exception>
    Task<MigrationReport> RunAsync(
        bool dryRun = false,
        string? afterUserId = null,
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Restores Identity's own second factor, for an app that removes the package. Recovery codes are restored only for
    /// users who have used none since. Users who set up their factor with the library have nothing to restore: without
    /// the package they cannot sign in until an administrator helps them.
    /// </summary>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between users, not within one.</param>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    Task<MigrationReport> RestoreAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Deletes for good what is kept of Identity's own second factor. After that nothing can be restored.
    /// </summary>
    /// <param name="progress">Hears of it every hundred users; or null.</param>
    /// <param name="cancellationToken">Stops between users, not within one.</param>
    /// <exception cref="NotSupportedException">Identity's store cannot list users by an <c>Id</c>.</exception>
    Task<MigrationReport> WipeAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    );
}
