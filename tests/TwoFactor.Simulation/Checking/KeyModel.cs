using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Checking;

/// <summary>What must become of the answers of keys (WebAuthn Level 3 §7.1, §7.2), by what each of them is.</summary>
internal sealed class KeyModel(IEnumerable<SimKey> confirmed)
{
    private readonly Dictionary<string, int> _keyOf = confirmed.ToDictionary(
        k => k.FactorId,
        k => k.Number,
        StringComparer.Ordinal
    );
    private readonly Dictionary<int, uint> _counters = confirmed.ToDictionary(k => k.Number, k => k.Counter);

    /// <summary>What is wrong with an answer that was accepted, or null.</summary>
    public string? Accept(AuditEvent e, Told told)
    {
        if (told.Answer is not { } answer || e.Method != WebAuthnFactor.Method)
            return $"a code was accepted by a factor of another kind, {e.Method}: {told}";

        if (answer.Flaw != KeyFlaw.None)
            return $"an answer of a key with a wrong {NameOf(answer.Flaw)} was accepted: {told}";

        if (answer.MadeFor != AskedOf(told))
            return $"an answer of a key to another challenge was accepted: {told}";

        if (IsConfirmation(told))
            _keyOf[e.FactorId!] = answer.Number;
        else if (_keyOf.GetValueOrDefault(e.FactorId!, -1) != answer.Number)
            return $"an answer of another key than that of factor {e.FactorId} was accepted: {told}";
        else if (RanBack(answer))
            return $"the counter of a key ran back to {answer.Counter}, and the answer was accepted: {told}";

        _counters[answer.Number] = answer.Counter;
        return null;
    }

    /// <summary>What is wrong with the refusal of an answer that was looked at, or null.</summary>
    public string? Refuse(AuditEvent e, Told told, IReadOnlySet<string> active)
    {
        var answer = told.Answer!;
        var asked = AskedOf(told);
        var factor = IsConfirmation(told)
            ? told.FactorId
            : active.FirstOrDefault(f => _keyOf.TryGetValue(f, out var key) && key == answer.Number);

        // Of a key of nobody's, or one that nobody asked, or an answer of another form there is no more to tell than that
        // it is wrong.
        if (factor is null || asked is null || answer.IsFirst != IsConfirmation(told))
            return null;

        var reason =
            answer.MadeFor != asked ? "challenge"
            : answer.Flaw != KeyFlaw.None ? NameOf(answer.Flaw)
            : !IsConfirmation(told) && RanBack(answer) ? "counter"
            : null;
        if (reason is null)
            return $"a right answer of a key was refused, {e.Detail}: {told}";

        return e.Detail == reason && e.FactorId == factor
            ? null
            : $"an answer with a wrong {reason} of factor {factor} was refused, and the trail says {e.Detail} of factor "
                + $"{e.FactorId}: {told}";
    }

    private static bool IsConfirmation(Told told) => told.Step.Kind is StepKind.Confirm or StepKind.ConfirmWrong;

    private static string? AskedOf(Told told) => IsConfirmation(told) ? told.FactorId : told.ChallengeId;

    private static string NameOf(KeyFlaw flaw) => flaw == KeyFlaw.Origin ? "origin" : "signature";

    // A key that counts nothing always says 0.
    private bool RanBack(KeyAnswer answer) =>
        _counters.GetValueOrDefault(answer.Number) is var last
        && answer.Counter <= last
        && (answer.Counter > 0 || last > 0);
}
