namespace TwoFactor;

/// <summary>How factors are enrolled and changed.</summary>
public sealed class EnrollmentOptions
{
    /// <summary>How long a pending factor waits for its first code. Default: 10 minutes; 1 to 60.</summary>
    public TimeSpan PendingLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// For changes of factors: the longest time since the user entered the password, or passed a second factor.
    /// Default: 5 minutes; 1 to 60.
    /// </summary>
    public TimeSpan ReauthenticationMaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most factors per user, without pending ones and backups. Default: 10; 1 to 32.</summary>
    public int MaxFactors { get; set; } = 10;

    /// <summary>
    /// What a user must show, besides the password, to set up the first second factor. Default:
    /// <see cref="FirstFactorProof.Password"/>.
    /// </summary>
    public FirstFactorProof FirstFactor { get; set; }

    /// <summary>
    /// The most renames of factors in a day. A rename needs no proof, and is a write and an event. Default: 20; 1 to
    /// 1,000.
    /// </summary>
    public int MaxRenamesPerDay { get; set; } = 20;

    internal IEnumerable<string> Problems()
    {
        if (PendingLifetime < TimeSpan.FromMinutes(1) || PendingLifetime > TimeSpan.FromHours(1))
            yield return $"TwoFactor:Enrollment:PendingLifetime is {PendingLifetime}. Set it to 1 to 60 minutes.";

        if (ReauthenticationMaxAge < TimeSpan.FromMinutes(1) || ReauthenticationMaxAge > TimeSpan.FromHours(1))
            yield return $"TwoFactor:Enrollment:ReauthenticationMaxAge is {ReauthenticationMaxAge}. Set it to 1 to 60 "
                + "minutes.";

        if (!Enum.IsDefined(FirstFactor))
            yield return $"TwoFactor:Enrollment:FirstFactor is {FirstFactor}. Set it to Password or AdministratorCode.";

        if (MaxFactors is < 1 or > 32)
            yield return $"TwoFactor:Enrollment:MaxFactors is {MaxFactors}. Set it to 1 to 32.";

        if (MaxRenamesPerDay is < 1 or > 1_000)
            yield return $"TwoFactor:Enrollment:MaxRenamesPerDay is {MaxRenamesPerDay}. Set it to 1 to 1,000.";
    }
}
