using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace TwoFactor.Sms;

/// <summary>
/// One gateway with its resilience pipeline, from the outside in: retry of requests that certainly were not processed,
/// a circuit breaker that counts only the gateway's own faults, a timeout for each attempt. Nothing below may retry, in
/// particular no handler of an HTTP client: decision 0012 says why.
/// </summary>
internal sealed class SmsGatewayPipeline
{
    private static readonly TimeSpan s_sampling = TimeSpan.FromMinutes(5);

    // Made for the first message: an app that starts need not wait for it.
    private readonly Lazy<ResiliencePipeline<SmsResult>> _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ILogger _logger;
    private volatile bool _isMisconfigured;

    public SmsGatewayPipeline(
        ISmsGateway gateway,
        ResiliencePipelineRegistry<SmsPipelineKey> registry,
        SmsDeliveryOptions options,
        TimeProvider clock,
        ILogger logger
    )
    {
        Gateway = gateway;
        _logger = logger;
        _pipeline = new(() =>
            registry.GetOrAddPipeline<SmsResult>(
                new SmsPipelineKey(gateway.Name),
                builder =>
                {
                    builder.TimeProvider = clock;
                    builder.ConfigureTelemetry(SmsPipelineTelemetry.CreateOptions());
                    if (options.Retries > 0)
                        builder.AddRetry(Retry(options));

                    builder
                        .AddCircuitBreaker(Breaker(options))
                        .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout });
                }
            )
        );
    }

    public ISmsGateway Gateway { get; }

    public string Name => Gateway.Name;

    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>
    /// Makes the attempt. Null if the breaker is open; ambiguous if the attempt was cancelled or threw.
    /// </summary>
    public async ValueTask<SmsResult?> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        SmsResult? last = null;
        try
        {
            return await _pipeline
                .Value.ExecuteAsync(
                    async token => last = await AttemptAsync(message, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            // The breaker was open from the start, or opened after some attempts. In the second case the last attempt
            // is the result.
            return last;
        }
        catch (Exception e) when (e is TimeoutRejectedException or OperationCanceledException)
        {
            return SmsResult.Ambiguous(e is TimeoutRejectedException ? "timeout" : "cancelled");
        }
    }

    private async ValueTask<SmsResult> AttemptAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        SmsResult result;
        try
        {
            // The timeout also ends the wait for a gateway that ignores its cancellation token.
            result = await Gateway
                .SendAsync(message, cancellationToken)
                .AsTask()
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party gateway may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Log the type only: the exception's text may contain the request, and so the code and the number.
            _logger.GatewayThrew(Name, e.GetType().Name);
            result = SmsResult.Ambiguous("exception");
        }

        _isMisconfigured = result.Failure == SmsFailure.Configuration;
        return result;
    }

    private static RetryStrategyOptions<SmsResult> Retry(SmsDeliveryOptions options) =>
        new()
        {
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = options.MaxRetryDelay,
            ShouldHandle = a =>
                ValueTask.FromResult(
                    a.Outcome.Result is { } result
                        && SmsFailures.MayRetry(result)
                        && !(result.RetryAfter > options.MaxRetryDelay)
                ),
            DelayGenerator = a => ValueTask.FromResult(a.Outcome.Result?.RetryAfter),
        };

    private CircuitBreakerStrategyOptions<SmsResult> Breaker(SmsDeliveryOptions options) =>
        new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = options.BreakAfter,
            SamplingDuration = s_sampling,
            StateProvider = _state,
            ShouldHandle = a =>
                ValueTask.FromResult(
                    a.Outcome.Exception is TimeoutRejectedException
                        || (a.Outcome.Result is { } result && SmsFailures.IsFaultOfGateway(result.Failure))
                ),
            BreakDurationGenerator = _ =>
                ValueTask.FromResult(_isMisconfigured ? options.MisconfiguredBreakFor : options.BreakFor),
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
