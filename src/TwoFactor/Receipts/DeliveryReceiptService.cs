using Microsoft.Extensions.Logging;

namespace TwoFactor;

internal sealed class DeliveryReceiptService : IDeliveryReceiptService
{
    private readonly Dictionary<string, IDeliveryReceiptReader> _readers = new(StringComparer.Ordinal);
    private readonly AccountEngine _engine;
    private readonly ReceiptReferences _references;
    private readonly ILogger _logger;

    public DeliveryReceiptService(
        AccountEngine engine,
        IEnumerable<IDeliveryReceiptReader> readers,
        ReceiptReferences references,
        ILogger<DeliveryReceiptService> logger
    )
    {
        (_engine, _references, _logger) = (engine, references, logger);
        foreach (var reader in readers)
        {
            foreach (var gateway in reader.Gateways)
            {
                if (!_readers.TryAdd(gateway, reader))
                    throw new InvalidOperationException(
                        $"Two gateways with receipts are named '{gateway}': {_readers[gateway].GetType().Name} and "
                            + $"{reader.GetType().Name} read their receipts. Rename one of the gateways."
                    );
            }
        }
    }

    public async Task<DeliveryReceiptOutcome> ReceiveAsync(
        string gateway,
        DeliveryCallback callback,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(callback);
        using var activity = TwoFactorTelemetry.Start("delivery_receipt");
        if (!_readers.TryGetValue(gateway, out var reader))
            return DeliveryReceiptOutcome.Refused;

        if (
            reader.Read(gateway, callback) is not { } receipt
            || !_references.TryOpen(receipt.Reference, out var userId, out var challengeId)
        )
        {
            _logger.ReceiptRefused(gateway);
            return DeliveryReceiptOutcome.Refused;
        }

        var command = new DeliveryReceiptCommand
        {
            UserId = userId,
            ChallengeId = challengeId,
            Gateway = gateway,
            Receipt = receipt,
        };
        if (!await _engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false))
            return DeliveryReceiptOutcome.Ignored;

        reader.Recorded(gateway, receipt);
        return DeliveryReceiptOutcome.Recorded;
    }
}
