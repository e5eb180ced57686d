using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>A vendor that makes a code for each send, and takes it once. It can be out of reach.</summary>
internal sealed class PlayedVendor(Func<bool> isReachable) : IRemoteFactorMethod, IFactorSender
{
    public const string MethodName = "played_vendor";

    private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);
    private int _sends;

    public string Name => MethodName;

    public FactorMethodTraits Traits { get; } = new() { AuthenticationMethods = ["sms"] };

    public string CodeOf(string user) => _codes[user];

    public FactorDraft Begin(FactorEnrollment enrollment) =>
        new() { State = Encoding.UTF8.GetBytes(enrollment.UserId), Destination = "…" };

    public FactorMessage Prepare(FactorSend send) =>
        new()
        {
            ChallengeState = [1],
            Recipient = Encoding.UTF8.GetString(send.State.Span),
            Body = "the vendor writes it",
        };

    public ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        _codes[message.Recipient] = (700_000 + Interlocked.Increment(ref _sends)).ToString(
            CultureInfo.InvariantCulture
        );
        return new(FactorDelivery.Accepted);
    }

    public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;

    public ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        if (!isReachable())
            return new(RemoteCheckResult.NotAsked);

        var user = Encoding.UTF8.GetString(attempt.State.Span);
        var isRight = _codes.TryRemove(KeyValuePair.Create(user, attempt.Code));
        return new(isRight ? RemoteCheckResult.Right : RemoteCheckResult.Wrong);
    }
}
