namespace TwoFactor;

/// <summary>The types of audit events.</summary>
public static class AuditEventTypes
{
    /// <summary>A factor was made and waits for its first code.</summary>
    public const string EnrollmentStarted = "enrollment_started";

    /// <summary>A pending factor was given up before its first code.</summary>
    public const string EnrollmentCancelled = "enrollment_cancelled";

    /// <summary>A factor was confirmed with a code and is active.</summary>
    public const string FactorConfirmed = "factor_confirmed";

    /// <summary>A factor was taken over from another system and is active.</summary>
    public const string FactorImported = "factor_imported";

    /// <summary>A factor was renamed.</summary>
    public const string FactorRenamed = "factor_renamed";

    /// <summary>A factor was removed.</summary>
    public const string FactorRemoved = "factor_removed";

    /// <summary>
    /// The detail of <see cref="FactorRemoved"/> where a factor gave way to the one that was confirmed with it.
    /// </summary>
    public const string Replaced = "replaced";

    /// <summary>The removal of the last factor was refused, because a policy requires one.</summary>
    public const string RemovalRefused = "removal_refused";

    /// <summary>All active factors were disabled after too many consecutive failures.</summary>
    public const string FactorsDisabled = "factors_disabled";

    /// <summary>A set of recovery codes was made; the set before is void.</summary>
    public const string RecoveryCodesGenerated = "recovery_codes_generated";

    /// <summary>Few recovery codes are left.</summary>
    public const string RecoveryCodesLow = "recovery_codes_low";

    /// <summary>A challenge was opened.</summary>
    public const string ChallengeOpened = "challenge_opened";

    /// <summary>A code was sent again, as a new one.</summary>
    public const string CodeResent = "code_resent";

    /// <summary>A code was not sent, because a limit was reached; the detail says which.</summary>
    public const string SendRefused = "send_refused";

    /// <summary>A code was checked, or refused unchecked; the outcome says how it ended.</summary>
    public const string Verification = "verification";

    /// <summary>A code that had been accepted before was presented again.</summary>
    public const string CodeReused = "code_reused";

    /// <summary>The account was locked for a time.</summary>
    public const string Locked = "locked";

    /// <summary>A sign-in was evaluated; the outcome is the decision, the detail its reason.</summary>
    public const string SignIn = "sign_in";

    /// <summary>A device was trusted.</summary>
    public const string DeviceTrusted = "device_trusted";

    /// <summary>The host ended all sessions of the user, e.g. with a new password.</summary>
    public const string SessionsEnded = "sessions_ended";

    /// <summary>A trusted device's trust was taken back.</summary>
    public const string DeviceRevoked = "device_revoked";

    /// <summary>
    /// A device token that had been rotated away was presented: somebody copied it. All trust was taken back.
    /// </summary>
    public const string DeviceTokenReplayed = "device_token_replayed";

    /// <summary>An administrator emptied the account; the next sign-in leads to enrolment.</summary>
    public const string Reset = "reset";

    /// <summary>
    /// The user was erased: the record is empty and the events before this one are gone. It stays as the tombstone.
    /// </summary>
    public const string Erased = "erased";

    /// <summary>
    /// A record that did not open or was gone was begun anew: nothing vouches for the events before this one.
    /// </summary>
    public const string RecordReplaced = "record_replaced";

    /// <summary>
    /// A sign-in was denied because the roster knows the user and the record is gone, or an older one is in its place.
    /// An administrator has to reset the user.
    /// </summary>
    public const string RecordMissing = "record_missing";

    /// <summary>An administrator rebuilt the roster from the records.</summary>
    public const string RosterRebuilt = "roster_rebuilt";

    /// <summary>Events were dropped by their age; the detail says how many, of how many trails, before when.</summary>
    public const string EventsDropped = "events_dropped";

    /// <summary>An administrator issued a temporary code.</summary>
    public const string TemporaryCodeIssued = "temporary_code_issued";

    /// <summary>An administrator changed the requirement policy.</summary>
    public const string PolicyChanged = "policy_changed";
}
