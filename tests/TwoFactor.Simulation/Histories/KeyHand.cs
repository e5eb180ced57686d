namespace TwoFactor.Simulation;

/// <summary>
/// Answers with keys: mostly as it should be, and else as whoever has stolen, copied, recorded or phished something.
/// </summary>
internal sealed class KeyHand(Phone[] phones)
{
    private int _made = phones.Sum(p => p.Keys.Count);

    /// <summary>Makes a key for a pending factor; wrong is an answer to the options of another one.</summary>
    public Presented Create(Phone phone, Pending pending, int pick, bool isWrong)
    {
        var key = new SimKey(_made++, pending.FactorId);
        if (!isWrong)
            phone.Keys.Add(key);

        var other = isWrong ? phone.Pending.FindLast(p => p.Options is not null && p != pending) : null;
        return key.Create(
            (other ?? pending).Options!,
            (other ?? pending).FactorId,
            other is null && (isWrong || pick % 16 == 0)
                ? KeyFlaw.Origin // nobody asks for a signature here
                : KeyFlaw.None
        );
    }

    /// <summary>An answer, and the challenge that it is sent to; null if there is nothing to answer.</summary>
    public (Presented What, string? ChallengeId)? Answer(Phone phone, int user, int pick)
    {
        var (how, older, which) = (pick % 16, pick / 16 % 4, pick / 64);
        if (how == 0 && phone.Presented.FindLast(p => p is { Answer: not null, ChallengeId: not null }) is { } former)
            return (former, former.ChallengeId);

        // Others open challenges too.
        var strangers = phones.Where((p, i) => i != user && p.Keys.Count > 0).ToList();
        var stranger = strangers.Count > 0 ? strangers[which % strangers.Count] : phone;
        var asked = (how == 1 ? stranger : phone).Options;
        var keys = (how == 2 ? stranger : phone).Keys;
        if (asked.Count == 0 || keys.Count == 0)
            return null;

        var options = asked[^(older == 0 ? Math.Min(2, asked.Count) : 1)];
        var key = keys[^(1 + (which % Math.Min(2, keys.Count)))];
        return how switch
        {
            3 => (key.Get(options, KeyFlaw.Origin), options.ChallengeId),
            4 => (key.Get(options, KeyFlaw.Signature), options.ChallengeId),
            5 => (key.Get(options, KeyFlaw.None, behind: 1 + ((uint)which % 3)), options.ChallengeId),
            6 => (key.Get(options, KeyFlaw.None), phone.Challenges.FindLast(c => c != options.ChallengeId)),
            7 => (key.Get(options, KeyFlaw.None), null),
            _ => (key.Get(options, KeyFlaw.None), options.ChallengeId),
        };
    }
}
