using StackExchange.Redis;

namespace TwoFactor.Stores;

/// <summary>What Redis's errors mean for an operator.</summary>
internal static class RedisProblems
{
    // The first word of an answer, and what to do.
    private static readonly (string Code, string Remedy)[] s_answers =
    [
        ("NOAUTH", "Redis asks for a password. Add it to TwoFactor:Redis:Configuration."),
        ("WRONGPASS", "Redis refuses the user or the password. Correct TwoFactor:Redis:Configuration."),
        (
            "NOPERM",
            "Redis denies a command or a key. Allow the user EVALSHA, EVAL, SCRIPT LOAD and commands on hashes."
        ),
        ("READONLY", "The server is a replica and takes no writes. Name the primary in TwoFactor:Redis:Configuration."),
        ("OOM", "Redis has no memory left. Give it more, or let it evict keys of others first."),
        ("MISCONF", "Redis cannot save to its disk and takes no writes. See its log."),
        ("LOADING", "Redis reads its data after a start. Try again in a moment."),
        ("CLUSTERDOWN", "A part of the Redis cluster is down. See CLUSTER INFO."),
    ];

    public static string Explain(Exception exception)
    {
        var text = exception.ToString();
        foreach (var (code, remedy) in s_answers)
        {
            if (text.Contains(code, StringComparison.Ordinal))
                return $"The limits cannot be read. {remedy}";
        }

        return exception switch
        {
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
                "The limits cannot be read. Redis refuses the sign-in. Correct TwoFactor:Redis:Configuration.",
            RedisServerException => $"The limits cannot be read. Redis refuses the script: {exception.Message}",
            TimeoutException =>
                "The limits cannot be read. Redis does not answer in time. See whether it is up, or raise "
                    + "asyncTimeout in TwoFactor:Redis:Configuration.",
            _ => "The limits cannot be read. Redis cannot be reached. Start it, or correct "
                + "TwoFactor:Redis:Configuration.",
        };
    }
}
