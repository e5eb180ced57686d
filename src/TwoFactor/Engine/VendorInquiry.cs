using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Asks a vendor for its verdict on a code, after the attempt was counted.</summary>
internal sealed class VendorInquiry(ILogger<VendorInquiry> logger)
{
    public async ValueTask<RemoteVerdict> AskAsync(RemoteQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var result = await question.Method.CheckAsync(question.Attempt, cancellationToken).ConfigureAwait(false);
            return new(question.Id, result);
        }
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.RemoteCheckFailed(question.Method.Name, e.GetType().Name);
            return new(question.Id, RemoteCheckResult.Unknown);
        }
    }
}
