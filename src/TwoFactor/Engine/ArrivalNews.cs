using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Tells a method that a code it sent was accepted. If the method fails, the code stays accepted.</summary>
internal sealed class ArrivalNews(ILogger<ArrivalNews> logger)
{
    public async ValueTask TellAsync(AcceptedSend accepted)
    {
        try
        {
            await accepted.Sender.ArrivedAsync(accepted.Arrival, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.ArrivalNotTaken(e.GetType().Name);
        }
    }
}
