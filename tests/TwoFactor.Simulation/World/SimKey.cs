using System.Buffers.Binary;
using TwoFactor.Tests;

namespace TwoFactor.Simulation;

/// <summary>
/// A passkey in a user's hand. Every third one counts no signatures, as those that are synced; whoever has it cloned is
/// not found out.
/// </summary>
internal sealed class SimKey(int number, string factorId)
{
    public const string OtherOrigin = "https://app.example.net";

    private const string Origin = "https://app.example.com";

    public int Number => number;

    /// <summary>The factor that it was made for, whether or not that was confirmed.</summary>
    public string FactorId => factorId;

    public uint Counter { get; private set; } = number % 3 == 2 ? 0u : 1u;

    public byte[]? Handle { get; private set; }

    public static WebAuthn.WebAuthnOptions Settings() =>
        new()
        {
            RelyingPartyId = SoftKey.RelyingParty,
            Origins = new List<string> { Origin },
        };

    /// <summary>Answers the options of an enrolment.</summary>
    public Presented Create(string options, string madeFor, KeyFlaw flaw)
    {
        var soft = Soft(flaw, Counter);
        var answer = soft.Create(options);
        Handle = soft.UserHandle;
        return new(answer, new KeyAnswer(number, madeFor, Counter, flaw, IsFirst: true));
    }

    /// <summary>Answers the options of a challenge. A clone knows the counter as it was.</summary>
    public Presented Get(KeyOptions options, KeyFlaw flaw, uint behind = 0)
    {
        if (Counter > 0 && behind == 0)
            Counter++;

        var counter = Counter > behind ? Counter - behind : Counter;
        return new(
            Soft(flaw, counter).Get(options.Json),
            new KeyAnswer(number, options.ChallengeId, counter, flaw),
            options.ChallengeId
        );
    }

    public SimKey Copy() => new(number, factorId) { Counter = Counter, Handle = Handle };

    // Whoever forges has another pair.
    private SoftKey Soft(KeyFlaw flaw, uint counter)
    {
        var id = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(id, number);
        return new SoftKey(SimKeyPairs.Of(flaw == KeyFlaw.Signature ? number + 1 : number), id)
        {
            Origin = flaw == KeyFlaw.Origin ? OtherOrigin : Origin,
            Counter = counter,
            UserHandle = Handle,
        };
    }
}
