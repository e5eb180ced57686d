using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Warns of limits on sending that each process counts for itself.</summary>
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
