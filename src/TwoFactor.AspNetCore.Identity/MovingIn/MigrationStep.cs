namespace TwoFactor.AspNetCore.Identity;

/// <summary>What became of one user.</summary>
internal enum MigrationStep
{
    Changed,
    Already,
    Without,
    Failed,
}
