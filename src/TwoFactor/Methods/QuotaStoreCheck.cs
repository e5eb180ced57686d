using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Warns at start if limits on sending are counted by each process separately.</summary>
internal sealed class QuotaStoreCheck(
    IQuotaStore quotas,
    IAccountStore accounts,
    IEnumerable<IFactorMethod> methods,
    ILogger<QuotaStoreCheck> logger
) : IStartCheck
{
    public void Run()
    {
        if (
            quotas is InMemoryQuotaStore
            && accounts is not InMemoryAccountStore
            && methods.Any(m => m is IFactorSender)
        )
            logger.QuotasInMemory();
    }
}
