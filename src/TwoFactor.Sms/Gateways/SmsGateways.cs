using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.Registry;

namespace TwoFactor.Sms;

/// <summary>The registered gateways by name, and the order in which a message tries them.</summary>
internal sealed class SmsGateways
{
    private readonly Dictionary<string, SmsGatewayPipeline> _byName = new(StringComparer.Ordinal);
    private readonly List<SmsGatewayPipeline> _inOrder = [];
    private readonly IList<SmsRoute> _routes;

    public SmsGateways(
        IEnumerable<ISmsGateway> gateways,
        ResiliencePipelineRegistry<SmsPipelineKey> registry,
        IOptions<SmsOptions> options,
        TimeProvider clock,
        ILogger<SmsGateways> logger
    )
    {
        _routes = options.Value.Delivery.Routes;
        foreach (var gateway in gateways)
        {
            if (
                gateway.Name.Length is 0 or > 32
                || !gateway.Name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            )
                throw new InvalidOperationException(
                    $"The SMS gateway {gateway.GetType().Name} is named '{gateway.Name}'. Name it with "
                        + "lower-case ASCII letters, digits and dashes."
                );

            if (_byName.ContainsKey(gateway.Name))
                throw new InvalidOperationException(
                    $"Two SMS gateways are named '{gateway.Name}'. Register one of them only."
                );

            var pipeline = new SmsGatewayPipeline(gateway, registry, options.Value.Delivery, clock, logger);
            _byName.Add(gateway.Name, pipeline);
            _inOrder.Add(pipeline);
        }

        if (_inOrder.Count == 0)
            throw new InvalidOperationException(
                "No SMS gateway is registered. Add one, e.g. AddTwilioSms() of TwoFactor.Sms.Twilio, or "
                    + "AddSms().AddOutbox(folder) while you develop."
            );

        if (_routes.SelectMany(r => r.Gateways).FirstOrDefault(n => !_byName.ContainsKey(n)) is { } unknown)
            throw new InvalidOperationException(
                $"TwoFactor:Sms:Delivery:Routes names the gateway '{unknown}', which is not registered. "
                    + $"Registered are: {string.Join(", ", _byName.Keys)}."
            );
    }

    public SmsGatewayPipeline? Find(string name) => _byName.GetValueOrDefault(name);

    public IEnumerable<SmsGatewayPipeline> All => _inOrder;

    /// <summary>The gateways for a region, in the order to try; empty if no route covers the region.</summary>
    public IReadOnlyList<SmsGatewayPipeline> For(string region)
    {
        if (_routes.Count == 0)
            return _inOrder;

        var route = _routes.FirstOrDefault(r => r.Covers(region));
        return route is null ? [] : [.. Order(route).Select(n => _byName[n])];
    }

    // A weighted draw without replacement: each draw picks among the remaining gateways by their weights.
    private static IEnumerable<string> Order(SmsRoute route)
    {
        if (route.Weights.Count == 0)
            return route.Gateways;

        var left = route.Gateways.Zip(route.Weights).ToList();
        var order = new List<string>(left.Count);
        while (left.Count > 0)
        {
            var draw = RandomNumberGenerator.GetInt32(left.Sum(g => g.Second));
            var at = 0;
            while ((draw -= left[at].Second) >= 0)
                at++;

            order.Add(left[at].First);
            left.RemoveAt(at);
        }

        return order;
    }
}
