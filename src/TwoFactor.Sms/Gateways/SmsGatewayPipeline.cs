using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace TwoFactor.Sms;

/// <summary>
/// One gateway with what surrounds it, from outside in: retry of what provably was not processed, a breaker fed by the
/// gateway's own faults alone, a timeout for each attempt. Nothing below it retries, an HTTP client least of all: see
/// decision 0012.
/// </summary>
internal sealed class SmsGatewayPipeline
{
    private static readonly TimeSpan s_sampling = TimeSpan.FromMinutes(5);

    private readonly ResiliencePipeline<SmsResult> _pipeline;
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
        _pipeline = registry.GetOrAddPipeline<SmsResult>(
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
        );
    }

    public ISmsGateway Gateway { get; }

    public string Name => Gateway.Name;

    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Makes the attempt; null if the gateway is passed over. Cancelled or thrown, it is ambiguous.</summary>
    public async ValueTask<SmsResult?> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        SmsResult? last = null;
        try
        {
            return await _pipeline
                .ExecuteAsync(
                    async token => last = await AttemptAsync(message, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            // Passed over, or broken by the last of several attempts: then that one speaks.
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
            // A gateway that looks at no token is not waited for.
            result = await Gateway
                .SendAsync(message, cancellationToken)
                .AsTask()
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's gateway may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Not the exception itself: it may repeat the request, and with it the code and the number.
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
