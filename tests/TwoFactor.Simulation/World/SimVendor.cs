using System.Diagnostics;
using System.Globalization;

namespace TwoFactor.Simulation;

/// <summary>A code that the vendor made, and who has it.</summary>
internal sealed record VendorCode(int Number, string UserId, string ChallengeId, string Code, bool IsEnrollment);

/// <summary>What the vendor said of one code, and to which request.</summary>
internal sealed record VendorAnswer(string Correlation, RemoteCheckResult? Said, bool WasCode);

/// <summary>
/// A vendor that makes and checks its codes, beside factors that are checked here. It answers right and wrong, refuses,
/// hangs, loses its answers after a code is spent, and lies; in some histories it is out of reach from first to last.
/// </summary>
internal sealed class SimVendor(SimWorld world, SimVendorDesk desk, Node node, Bugs.PlantedBug? bug)
    : IRemoteFactorMethod,
        IFactorSender
{
    public const string MethodName = "sim_vendor";

    private const int Digits = 8;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public string Name => MethodName;

    public FactorMethodTraits Traits { get; } = new() { AuthenticationMethods = ["sms"] };

    public FactorDraft Begin(FactorEnrollment enrollment) => new() { State = new byte[] { 1 }, Destination = "…" };

    public FactorMessage Prepare(FactorSend send) =>
        new Message
        {
            ChallengeState = [1],
            Recipient = send.UserId,
            Body = "",
            Send = send,
        };

    public async ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        await world.TurnAsync(node);
        if (world.Chance(8))
            return FactorDelivery.Rejected;

        var send = ((Message)message).Send;
        var code = new VendorCode(
            desk.Codes.Count,
            send.UserId,
            send.ChallengeId,
            (50_000_000 + desk.Codes.Count).ToString(CultureInfo.InvariantCulture),
            send.Purpose == ChallengePurpose.Enrollment
        );
        desk.Codes.Add(code);
        await world.TurnAsync(node);
        return world.Chance(5) ? FactorDelivery.Ambiguous : FactorDelivery.Accepted;
    }

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) =>
        typed.Length == Digits && !typed.ContainsAnyExceptInRange('0', '9');

    public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;

    public async ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        var correlation = Activity.Current?.TraceId.ToHexString() ?? "";
        try
        {
            var said = await AnswerAsync(attempt, cancellationToken);
            desk.Answers.Add(new(correlation, said, CanBeCode(attempt.Code, default)));
            return said == RemoteCheckResult.Unknown && bug?.TakesSilenceForYes == true
                ? RemoteCheckResult.Right
                : said;
        }
        catch (Exception) when (Note(correlation, CanBeCode(attempt.Code, default)))
        {
            throw new UnreachableException();
        }
    }

    private bool Note(string correlation, bool wasCode)
    {
        desk.Answers.Add(new(correlation, null, wasCode));
        return false;
    }

    private async Task<RemoteCheckResult> AnswerAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        await world.TurnAsync(node);
        if (desk.IsOutOfReach)
            return RemoteCheckResult.NotAsked;

        if (world.Chance(10))
            return RemoteCheckResult.NotAsked;

        if (world.Chance(5))
        {
            using var patience = new CancellationTokenSource(s_patience, node.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await world.HangAsync(node, either.Token);
        }

        // The vendor spends a code at the first look, whatever becomes of its answer.
        var isRight = desk.Codes.Exists(c =>
            c.Code == attempt.Code && c.UserId == attempt.UserId && c.ChallengeId == attempt.ChallengeId
        );
        isRight = isRight && desk.Spent.Add(attempt.Code);
        await world.TurnAsync(node);
        return world.Chance(5) ? throw new IOException("The connection to the vendor broke.")
            : world.Chance(3) ? RemoteCheckResult.Unknown
            : world.Chance(3) ? Lie(isRight)
            : Truth(isRight);
    }

    private RemoteCheckResult Lie(bool isRight) =>
        world.Dice.Next(2) == 0 ? RemoteCheckResult.NotAsked : Truth(!isRight);

    private static RemoteCheckResult Truth(bool isRight) => isRight ? RemoteCheckResult.Right : RemoteCheckResult.Wrong;

    private sealed class Message : FactorMessage
    {
        public required FactorSend Send { get; init; }

        public override string ToString() => "a code of the vendor";
    }
}
