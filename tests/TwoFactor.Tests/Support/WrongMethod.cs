namespace TwoFactor.Tests;

/// <summary>A method of exchange that can be made wrong in one respect.</summary>
internal sealed class WrongMethod(string fault) : IExchangeFactorMethod
{
    private readonly ToyExchange _right = new();
    private int _asked;

    public static IReadOnlyDictionary<string, string> Cases { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["changes its name"] = "The_name_never_changes",
            ["confirms unseen"] = "A_wrong_answer_confirms_nothing",
            ["takes anything"] = "Wrong_answers_lock_the_user",
            ["forgets the challenge"] = "The_answer_to_another_sign_in_is_refused",
            ["forgets the user"] = "Another_users_answer_is_refused",
            ["forgets challenge and counter"] = "A_right_answer_is_accepted_once",
            ["throws for bad input"] = "What_is_no_answer_is_refused_and_throws_nothing",
            ["tells the answer"] = "No_event_shows_an_answer",
            ["makes the options anew"] = "A_right_answer_is_accepted_once",
        };

    public string Name => fault == "changes its name" && _asked++ > 0 ? "other" : ToyExchange.MethodName;

    public FactorMethodTraits Traits => _right.Traits;

    public FactorDraft Begin(FactorEnrollment enrollment) => _right.Begin(enrollment);

    public string CreateOptions(FactorExchange exchange) =>
        fault switch
        {
            "makes the options anew" => _right.CreateOptions(
                new FactorExchange
                {
                    UserId = exchange.UserId,
                    ChallengeId = Guid.NewGuid().ToString(),
                    Purpose = exchange.Purpose,
                    ExpiresAt = exchange.ExpiresAt,
                    States = exchange.States,
                }
            ),
            "forgets the challenge" or "forgets challenge and counter" or "forgets the user" => _right.CreateOptions(
                new FactorExchange
                {
                    UserId = exchange.UserId,
                    ChallengeId = "always the same",
                    Purpose = exchange.Purpose,
                    ExpiresAt = exchange.ExpiresAt,
                    States = exchange.States,
                }
            ),
            _ => _right.CreateOptions(exchange),
        };

    public FactorCheck Check(in FactorAttempt attempt)
    {
        var code = attempt.Code;
        switch (fault)
        {
            case "confirms unseen" when attempt.AskedChallengeId is null:
            case "takes anything" when attempt.AskedChallengeId is not null:
                return FactorCheck.Right(attempt.State.ToArray());
            case "throws for bad input" when code.StartsWith("[]", StringComparison.Ordinal):
                throw new FormatException("This is no object.");
            case "tells the answer" when code.Length > 2:
                return _right.Check(attempt) is { Result: FactorCheckResult.Right } right
                    ? right
                    : FactorCheck.Refuse(code);
            case "forgets the challenge" when attempt.AskedChallengeId is not null:
                return _right.Check(attempt with { AskedChallengeId = "always the same" });
            case "forgets challenge and counter" when attempt.AskedChallengeId is not null:
                return
                    _right.Check(attempt with { AskedChallengeId = "always the same" })
                        is { Result: FactorCheckResult.Right }
                    ? FactorCheck.Right(attempt.State.ToArray())
                    : FactorCheck.Wrong;
            case "forgets the user" when attempt.AskedChallengeId is not null:
                return code.Contains("mac", StringComparison.Ordinal)
                    ? FactorCheck.Right(attempt.State.ToArray())
                    : FactorCheck.Wrong;
            default:
                return _right.Check(attempt);
        }
    }
}
