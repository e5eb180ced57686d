namespace TwoFactor;

/// <summary>
/// Loads and writes the record for a remedy (a reset, an erasure). A record that cannot be decrypted or is missing is
/// replaced by a new one. If the trail has events that the record does not know, the remedy continues after them.
/// </summary>
internal sealed class RecordRemedy(AccountVault vault, TimeProvider clock)
{
    private bool _isForked;

    public async ValueTask<(TwoFactorAccount Account, long Version)> LoadAsync(
        string userId,
        CancellationToken cancellationToken
    )
    {
        if (_isForked)
            return await BeginAnewAsync(userId, cancellationToken).ConfigureAwait(false);

        try
        {
            return await vault.LoadOrNewAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e) when (BrokenRecord.IsCauseOf(e))
        {
            return await BeginAnewAsync(userId, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether it was written. If not, load again.</returns>
    public async ValueTask<bool> TryWriteAsync(
        TwoFactorAccount before,
        TwoFactorAccount next,
        long version,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await vault.TryWriteAsync(next, version, events, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException) when (!_isForked)
        {
            _isForked = await vault.IsForkedAsync(before, version, cancellationToken).ConfigureAwait(false);
            if (!_isForked)
                throw;

            return false;
        }
    }

    private ValueTask<(TwoFactorAccount Account, long Version)> BeginAnewAsync(
        string userId,
        CancellationToken cancellationToken
    ) => vault.ReplaceBrokenAsync(userId, clock.GetUtcNow(), cancellationToken);
}
