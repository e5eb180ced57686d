namespace TwoFactor.Simulation.Bugs;

/// <summary>What a service's code would see if it dealt wrongly with its store.</summary>
internal class WrappedStore(IAccountStore inner) : IAccountStore
{
    protected IAccountStore Inner => inner;

    public virtual ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public virtual ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => inner.ListAsync(tenant, afterUserId, take, cancellationToken);
}

/// <summary>A failed write is taken for done: the answer is told before it is charged.</summary>
internal sealed class FailureIsDone(IAccountStore inner) : WrappedStore(inner)
{
    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
        }
        catch (TwoFactorStoreException)
        {
            return true;
        }
    }
}

/// <summary>A write whose answer was lost is taken for a lost race, and done again.</summary>
internal sealed class DoubtIsLost(IAccountStore inner) : WrappedStore(inner)
{
    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
        }
        catch (TwoFactorStoreException)
        {
            return false;
        }
    }
}

/// <summary>A lost race is answered as if it were won.</summary>
internal sealed class LostIsWon(IAccountStore inner) : WrappedStore(inner)
{
    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
        return true;
    }
}

/// <summary>The answer does not wait for the write.</summary>
internal sealed class NotWaitedFor(IAccountStore inner) : WrappedStore(inner)
{
    public override ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        _ = TryAsync();
        return new(true);

        async Task TryAsync()
        {
            try
            {
                await Inner.TryWriteAsync(row, expectedVersion, events, CancellationToken.None);
            }
            catch (TwoFactorStoreException)
            {
                // Nobody looks.
            }
        }
    }
}

/// <summary>A refused write reads the version anew and writes over it, without looking at what it was.</summary>
internal sealed class VersionAnew(IAccountStore inner) : WrappedStore(inner)
{
    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken)
        || (await Inner.FindAsync(row.Key, cancellationToken))?.Version == row.Version;
}

/// <summary>Sends again when the provider gave no clear answer.</summary>
internal sealed class SendsAgain(ISmsGateway inner) : ISmsGateway
{
    public string Name => inner.Name;

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.SendAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            return await inner.SendAsync(message, cancellationToken);
        }
    }
}
