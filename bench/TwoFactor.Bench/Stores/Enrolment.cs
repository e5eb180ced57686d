namespace TwoFactor.Bench.Stores;

/// <summary>Users with an authenticator app each.</summary>
internal static class Enrolment
{
    /// <returns>The users' secrets.</returns>
    public static async Task<byte[][]> OfAsync(IEnrollmentService enrollment, int users, TimeProvider clock)
    {
        var secrets = new byte[users][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, users),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (user, _) => secrets[user] = await OneAsync(enrollment, $"user{user}", clock.GetUtcNow())
        );
        return secrets;
    }

    private static async Task<byte[]> OneAsync(IEnrollmentService enrollment, string user, DateTimeOffset now)
    {
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Proof = new FreshProof { PasswordVerifiedAt = now },
            }
        );
        Base32.TryDecode(pending.Secret, out var secret, out _);
        var code = Totp.Compute(secret!, TotpParameters.Default.StepAt(now), TotpParameters.Default);
        await enrollment.ConfirmAsync(user, pending.FactorId!, code);
        return secret!;
    }
}
