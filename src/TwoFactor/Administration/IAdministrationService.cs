namespace TwoFactor;

/// <summary>What operators do: figures over all users, and moving records to the newest key.</summary>
public interface IAdministrationService
{
    /// <summary>Counts users, enrolments, methods and locks. It reads every row's plain columns and opens none.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<TwoFactorReport> ReportAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Seals every record that an older key sealed with the newest one, while users go on working. When nothing is left, the old keys can go.
    /// </summary>
    /// <param name="progress">Told after each record, or null.</param>
    /// <param name="cancellationToken">Stops between two records; run it again to go on.</param>
    /// <returns>How many records were sealed anew, and how many are left because they do not open.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<ResealProgress> ResealAsync(IProgress<ResealProgress>? progress = null, CancellationToken cancellationToken = default);
}
