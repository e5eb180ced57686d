using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TwoFactor.Email;

/// <summary>
/// One gateway with its timeout and circuit breaker. Only the gateway's own faults count for the breaker. Nothing is
/// retried: a mail server wants minutes between two attempts, and the user is waiting.
/// </summary>
internal sealed class MailGatewayPipeline
{
    private static readonly TimeSpan s_sampling = TimeSpan.FromMinutes(5);

    // Made for the first message: an app that starts need not wait for it.
    private readonly Lazy<ResiliencePipeline<MailResult>> _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ILogger _logger;

    public MailGatewayPipeline(IMailGateway gateway, EmailDeliveryOptions options, TimeProvider clock, ILogger logger)
    {
        Gateway = gateway;
        _logger = logger;
        _pipeline = new(() =>
            new ResiliencePipelineBuilder<MailResult> { TimeProvider = clock }
                .AddCircuitBreaker(Breaker(options))
                .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
                .Build()
        );
    }

    public IMailGateway Gateway { get; }

    public string Name => Gateway.Name;

    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>
    /// Makes the attempt. Null if the gateway is skipped. If it is cancelled or throws, the result is ambiguous.
    /// </summary>
    public async ValueTask<MailResult?> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline
                .Value.ExecuteAsync(
                    async token => await AttemptAsync(message, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
        catch (Exception e) when (e is TimeoutRejectedException or OperationCanceledException)
        {
            return MailResult.Ambiguous(e is TimeoutRejectedException ? "timeout" : "cancelled");
        }
    }

    private async ValueTask<MailResult> AttemptAsync(MailMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // Do not wait for a gateway that ignores the token.
            return await Gateway
                .SendAsync(message, cancellationToken)
                .AsTask()
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's gateway may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Not the exception itself: it may repeat the message, and with it the code and the address.
            _logger.GatewayThrew(Name, e.GetType().Name);
            return MailResult.Ambiguous("exception");
        }
    }

    private CircuitBreakerStrategyOptions<MailResult> Breaker(EmailDeliveryOptions options) =>
        new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = options.BreakAfter,
            SamplingDuration = s_sampling,
            BreakDuration = options.BreakFor,
            StateProvider = _state,
            ShouldHandle = a =>
                ValueTask.FromResult(
                    a.Outcome.Exception is TimeoutRejectedException
                        || (a.Outcome.Result is { } result && MailFailures.IsFaultOfGateway(result.Failure))
                ),
            OnOpened = a =>
            {
                _logger.GatewayBroken(Name, a.BreakDuration);
                return default;
            },
            OnClosed = _ =>
            {
                _logger.GatewayMended(Name);
                return default;
            },
        };
}
