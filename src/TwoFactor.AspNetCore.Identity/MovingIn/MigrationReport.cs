namespace TwoFactor.AspNetCore.Identity;

/// <summary>What became of the users so far. It holds no secret.</summary>
public sealed record MigrationReport
{
    /// <summary>The most problems that are named one by one; <see cref="Failed"/> counts them all.</summary>
    public const int MaxProblems = 1_000;

    /// <summary>Whether nothing was written.</summary>
    public bool DryRun { get; init; }

    /// <summary>The users that were looked at.</summary>
    public long Users { get; init; }

    /// <summary>Those that were changed; in a dry run, that would be.</summary>
    public long Changed { get; init; }

    /// <summary>Those that had been changed before.</summary>
    public long Already { get; init; }

    /// <summary>Those that have nothing to be changed.</summary>
    public long Without { get; init; }

    /// <summary>Those that could not be changed, and are as they were.</summary>
    public long Failed { get; init; }

    /// <summary>The last user that was looked at: where a run that was stopped goes on.</summary>
    public string? LastUserId { get; init; }

    /// <summary>Who could not be changed, and why.</summary>
    public IReadOnlyList<MigrationProblem> Problems { get; init; } = [];
}
