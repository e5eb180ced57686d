namespace TwoFactor;

/// <summary>
/// The settings of the library. Bind them to the configuration section <c>TwoFactor</c>. They are validated when the
/// host starts.
/// </summary>
public sealed class TwoFactorOptions
{
    /// <summary>The longest user id: 256 characters.</summary>
    public const int MaxUserIdLength = 256;

    internal static readonly TimeSpan MinAuditRetention = TimeSpan.FromDays(1);

    /// <summary>The app's name as authenticator apps show it. Default: <c>TwoFactor</c>; set it. No colon.</summary>
    public string Issuer { get; set; } = "TwoFactor";

    /// <summary>Separates the users of several apps in one store. Default: empty. At most 64 characters.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>
    /// How far this machine's clock may be behind the last change of an account. Within the tolerance, the time of that
    /// change is used as the current time. Beyond it, every operation is refused: a clock that was set back would make
    /// expired codes valid again. Default: 1 minute; 0 to 10 minutes.
    /// </summary>
    public TimeSpan ClockSkewTolerance { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often an operation is tried again after lost write conflicts on an account, before it returns
    /// <see cref="TwoFactorOutcome.Throttled"/>. Default: 32; 1 to 1,000.
    /// </summary>
    public int MaxWriteAttempts { get; set; } = 32;

    /// <summary>
    /// The names of the methods that users may enrol, e.g. <c>totp</c>. Default: empty, which allows all registered
    /// methods. Factors that are already enrolled keep working.
    /// </summary>
    public IList<string> Methods { get; set; } = [];

    /// <summary>How TOTP factors are created and matched.</summary>
    public TotpOptions Totp { get; set; } = new();

    /// <summary>How many wrong codes are allowed, and how long locks last.</summary>
    public AttemptOptions Attempts { get; set; } = new();

    /// <summary>How factors are enrolled and changed.</summary>
    public EnrollmentOptions Enrollment { get; set; } = new();

    /// <summary>How long challenges stay open, and how often codes are sent.</summary>
    public ChallengeOptions Challenges { get; set; } = new();

    /// <summary>How recovery codes are created.</summary>
    public RecoveryCodeOptions RecoveryCodes { get; set; } = new();

    /// <summary>What administrators may do for users who lost their authenticator.</summary>
    public ResetOptions Reset { get; set; } = new();

    /// <summary>Devices on which sign-in does not ask again.</summary>
    public TrustedDeviceOptions TrustedDevices { get; set; } = new();

    /// <summary>The keys that encrypt the records.</summary>
    public SealingOptions Sealing { get; set; } = new();

    /// <summary>
    /// The age at which <see cref="IAdministrationService.PurgeAsync"/> drops audit events behind a sealed checkpoint,
    /// as <see cref="IAuditService.DropAsync"/> does. Default: null, they are kept; at least 1 day. PCI DSS 10.5.1 asks
    /// for twelve months.
    /// </summary>
    public TimeSpan? AuditRetention { get; set; }

    /// <summary>
    /// Whether a sealed roster says, apart from the records, who has a second factor: then a record that was deleted,
    /// or put back to before the enrolment, denies the sign-in and is named by a verification of the trail. It costs a
    /// write at enrolment, and a read where a user has no second factor. Set it alike in all processes. Default: true.
    /// </summary>
    public bool UseRoster { get; set; } = true;

    /// <summary>
    /// Whether a proof is fresh: the one rule for every place that asks how old a proof is. A proof from the future, by
    /// more than <see cref="ClockSkewTolerance"/>, is none: it was noted while a clock was wrong, and would be fresh
    /// for as long as that clock was ahead.
    /// </summary>
    /// <param name="at">When it was proven; null if never.</param>
    /// <param name="now">The time.</param>
    /// <param name="maxAge">How long ago at the most; null for any time.</param>
    public bool IsFresh(DateTimeOffset? at, DateTimeOffset now, TimeSpan? maxAge) =>
        at is { } time && time - now <= ClockSkewTolerance && (maxAge is not { } age || now - time <= age);

    internal IEnumerable<string> Problems()
    {
        if (Tenant.Length > 64)
            yield return "TwoFactor:Tenant has more than 64 characters. Shorten it.";

        if (PlainText.Problem(Tenant) is { } tenantProblem)
            yield return $"TwoFactor:Tenant {tenantProblem}.";

        if (ClockSkewTolerance < TimeSpan.Zero || ClockSkewTolerance > TimeSpan.FromMinutes(10))
            yield return $"TwoFactor:ClockSkewTolerance is {ClockSkewTolerance}. Set it to 0 to 10 minutes.";

        if (MaxWriteAttempts is < 1 or > 1_000)
            yield return $"TwoFactor:MaxWriteAttempts is {MaxWriteAttempts}. Set it to 1 to 1,000.";

        if (AuditRetention < MinAuditRetention)
            yield return $"TwoFactor:AuditRetention is {AuditRetention}. Set it to 1 day or more, or leave it out.";

        var sections = this
            .Totp.Problems()
            .Concat(Attempts.Problems())
            .Concat(Enrollment.Problems())
            .Concat(Challenges.Problems())
            .Concat(RecoveryCodes.Problems())
            .Concat(Reset.Problems())
            .Concat(TrustedDevices.Problems())
            .Concat(Sealing.Problems());
        foreach (var found in sections)
            yield return found;
    }
}
