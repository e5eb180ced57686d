namespace TwoFactor.Administration;

/// <summary>
/// For operators: importing secrets from another system, figures over all users, erasure, and re-encryption with the
/// newest key.
/// </summary>
public interface IAdministrationService
{
    /// <summary>
    /// Imports a TOTP secret from another system. The factor is active at once, marked as imported, and keeps its own
    /// algorithm, digits and period. It replaces no factor, the same secret is imported only once, and no recovery
    /// codes are created: let users create them at the next sign-in.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="uri">The key URI of the other system.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// The active factor; or <see cref="TwoFactorOutcome.Conflict"/> if the user already has a factor with this secret,
    /// or <see cref="TwoFactorOutcome.LimitReached"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The user id or the actor is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> ImportAsync(
        string userId,
        OtpAuthUri uri,
        string actor,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Takes over all that another system knows of a user's second factor, in one write: the TOTP secret, its recovery
    /// codes, which are hashed from then on, and addresses that it had confirmed. What is taken over is active at once
    /// and marked imported. Sessions and sign-ins of before end.
    /// </summary>
    /// <param name="import">What to take over.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// The first factor; or <see cref="TwoFactorOutcome.Conflict"/> if the user has a factor with this secret already,
    /// or any factor or a reset where <see cref="FactorImport.OnlyIfNew"/> is set;
    /// <see cref="TwoFactorOutcome.InvalidInput"/> with a message if something cannot be taken over, and then nothing
    /// is; or <see cref="TwoFactorOutcome.LimitReached"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The user id or the actor is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> ImportAsync(FactorImport import, CancellationToken cancellationToken = default);

    /// <summary>What keeps an import from being taken over; it looks at the import alone, and writes nothing.</summary>
    /// <param name="import">What would be taken over.</param>
    /// <returns>A sentence that repeats nothing of the import; null if nothing is wrong with it.</returns>
    string? FindProblem(FactorImport import);

    /// <summary>
    /// Lists the users of whom there is a record, in the order of their ids, page by page. It reads plain columns and
    /// opens nothing.
    /// </summary>
    /// <param name="afterUserId">The last user id of the page before; null for the first page.</param>
    /// <param name="take">The most users to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is not 1 to 1,000.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<UserSummary>> ListUsersAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken = default
    );

    /// <summary>Reads the plain columns of a user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The summary; "not enrolled" if the user has no record.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<UserSummary> SummarizeAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Counts users, enrolments, methods and locks. It reads the plain columns of every row and decrypts none.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<TwoFactorReport> ReportAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases a user: empties the record, deletes the user's audit events, and leaves one event with time,
    /// administrator and reason, from which the trail still verifies. Only the user id remains, so use ids that do not
    /// identify a person. Call it when the host deletes the user. A user who returns under the same id must enrol. If
    /// it was interrupted, call it again, or let <see cref="PurgeAsync"/> complete it.
    /// </summary>
    /// <param name="request">
    /// The user, the administrator or process that deletes users, and the reason. The reason stays in the trail, so it
    /// must name nobody.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// <see cref="TwoFactorOutcome.Accepted"/>; <see cref="TwoFactorOutcome.NotEnrolled"/> if the user has no record;
    /// <see cref="TwoFactorOutcome.SelfServiceDenied"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </returns>
    /// <exception cref="ArgumentException">User id, actor or reason is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<ResetResult> EraseAsync(ResetRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes expired data of users who do not return: unconfirmed factors with their addresses, challenges, temporary
    /// codes, trusted devices; expired rows of limits; and the rest of interrupted erasures. Run it once a day, also
    /// under live traffic.
    /// </summary>
    /// <param name="progress">Reports progress, or null.</param>
    /// <param name="cancellationToken">Stops between two records; run it again to continue.</param>
    /// <returns>The figures of the whole run.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<PurgeProgress> PurgeAsync(
        IProgress<PurgeProgress>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Re-encrypts with the newest key every record that has an older key, several at a time, under live traffic. A
    /// record that its user changes in the meantime is re-encrypted by that write. When none is left, the old keys can
    /// be removed.
    /// </summary>
    /// <param name="progress">Reports progress after each record, or null.</param>
    /// <param name="cancellationToken">Stops between two records; run it again to continue.</param>
    /// <returns>
    /// How many records were re-encrypted, and how many are left. Records are left if they cannot be decrypted, are
    /// written to without pause, or were written in the meantime by a process without the newest key: restart that
    /// process, and run it again.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<ResealProgress> ResealAsync(
        IProgress<ResealProgress>? progress = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Rebuilds the sealed roster of users with a second factor (<see cref="TwoFactorOptions.UseRoster"/>) from the
    /// records: pages that are gone or do not open are begun anew, and users with a second factor who are not listed
    /// are. For an app that had users before it had a roster, and after somebody damaged it. Users whose records are
    /// gone and whose page is gone too are not known afterwards: compare with a backup first. The trail of the policy
    /// tells of it.
    /// </summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="reason">Why, for the trail.</param>
    /// <param name="cancellationToken">Stops between two users; run it again to go on.</param>
    /// <exception cref="ArgumentException">Actor or reason is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The roster is switched off.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<RosterRebuild> RebuildRosterAsync(string actor, string reason, CancellationToken cancellationToken = default);
}
