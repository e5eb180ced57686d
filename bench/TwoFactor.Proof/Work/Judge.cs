namespace TwoFactor.Proof;

/// <summary>Compares what workers were told with what the database holds, by the promises alone.</summary>
internal static class Judge
{
    private const int Budget = 5;

    private static readonly int[] s_locks = [30, 60, 300, 900, 3_600];

    public static async Task<IReadOnlyList<string>> FindAsync(App app, IReadOnlyList<Answer> answers)
    {
        var problems = new List<string>();
        foreach (
            var twice in answers
                .Where(a => a.Outcome == "accepted")
                .GroupBy(a => (a.User, a.Step))
                .Where(g => g.Count() > 1)
        )
            problems.Add($"{twice.Key.User} was let in {twice.Count()} times with the code of step {twice.Key.Step}");

        var events = new List<AuditEvent>();
        await foreach (var one in app.Audit.ReadAsync(null))
            events.Add(one);

        var charges = events
            .Where(e => e.Type == AuditEventTypes.Verification && e.CorrelationId is not null)
            .ToLookup(e => e.CorrelationId!, StringComparer.Ordinal);

        // What a lock refused is noted once a minute.
        var noted = events
            .Where(e => e is { Type: AuditEventTypes.Verification, Outcome: "locked" })
            .Select(e => e.UserId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var answer in answers.Where(a => a.Outcome is "accepted" or "invalid_code" or "code_used" or "locked"))
        {
            var charged = charges[answer.Correlation].ToList();
            if (charged.Count == 0 && answer.Outcome == "locked" && noted.Contains(answer.User))
                continue;

            if (charged.Count != 1 || charged[0].Outcome != answer.Outcome)
                problems.Add(
                    $"{answer.User} was told {answer.Outcome}, and the trail has "
                        + (charged.Count == 0 ? "nothing of it" : string.Join(", ", charged.Select(c => c.Outcome)))
                );
        }

        foreach (var trail in events.GroupBy(e => e.UserId, StringComparer.Ordinal))
            FindUndoneLocks(trail, problems);

        var audit = await app.Audit.VerifyAsync(null);
        problems.AddRange(audit.Problems);
        return problems;
    }

    private static void FindUndoneLocks(IEnumerable<AuditEvent> trail, List<string> problems)
    {
        var (failures, until) = (0, DateTimeOffset.MinValue);
        foreach (var e in trail)
        {
            if (e.Type == AuditEventTypes.Locked)
                until = e.At.AddSeconds(s_locks[Math.Min((failures / Budget) - 1, s_locks.Length - 1)]);
            else if (e.Type == AuditEventTypes.Verification && e.Outcome is "accepted" or "invalid_code" or "code_used")
            {
                if (e.At < until)
                    problems.Add($"{e.UserId}: event {e.Sequence} was evaluated within a lock");

                failures = e.Outcome == "accepted" ? 0 : failures + 1;
            }
        }
    }
}
