namespace TwoFactor.Tests;

public sealed class InMemoryStoreTests : StoreConformance
{
    private readonly InMemoryAccountStore _store = new();

    internal override (IAccountStore Accounts, IPolicyStore Policies, IAuditStore Audit) Open() => (_store, _store, _store);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
