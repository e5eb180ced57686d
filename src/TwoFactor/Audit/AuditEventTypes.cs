namespace TwoFactor;

/// <summary>The types of audit events.</summary>
public static class AuditEventTypes
{
    /// <summary>A factor was created and waits for its first code.</summary>
    public const string EnrollmentStarted = "enrollment_started";

    /// <summary>A pending factor was removed before its first code.</summary>
    public const string EnrollmentCancelled = "enrollment_cancelled";

    /// <summary>A factor was confirmed with a code and is active.</summary>
    public const string FactorConfirmed = "factor_confirmed";

    /// <summary>A factor was imported from another system and is active.</summary>
    public const string FactorImported = "factor_imported";

    /// <summary>A factor was renamed.</summary>
    public const string FactorRenamed = "factor_renamed";

    /// <summary>A factor was removed.</summary>
    public const string FactorRemoved = "factor_removed";

    /// <summary>
    /// The detail of <see cref="FactorRemoved"/> if the factor was replaced by a newly confirmed one.
    /// </summary>
    public const string Replaced = "replaced";

    /// <summary>The removal of the last factor was refused, because a policy requires one.</summary>
    public const string RemovalRefused = "removal_refused";

    /// <summary>All active factors were disabled after too many consecutive failures.</summary>
    public const string FactorsDisabled = "factors_disabled";

    /// <summary>Recovery codes were created; the old ones are void.</summary>
    public const string RecoveryCodesGenerated = "recovery_codes_generated";

    /// <summary>Few recovery codes are left.</summary>
    public const string RecoveryCodesLow = "recovery_codes_low";

    /// <summary>A challenge was opened.</summary>
    public const string ChallengeOpened = "challenge_opened";

    /// <summary>A new code was sent for an open challenge.</summary>
    public const string CodeResent = "code_resent";

    /// <summary>
    /// The user said "It was not me" of a code that was sent: its sign-in was ended. The detail is what the code was
    /// for: <c>sign_in</c>, <c>step_up</c> or <c>change</c>.
    /// </summary>
    public const string NotMe = "not_me";

    /// <summary>A code was not sent because of a limit; the detail says which.</summary>
    public const string SendRefused = "send_refused";

    /// <summary>
    /// A code was checked, or refused without checking; the outcome is the result. Refusals of a locked account are
    /// one event a minute.
    /// </summary>
    public const string Verification = "verification";

    /// <summary>A code that had been accepted before was entered again.</summary>
    public const string CodeReused = "code_reused";

    /// <summary>The account was locked for a time.</summary>
    public const string Locked = "locked";

    /// <summary>A sign-in was evaluated; the outcome is the decision, the detail its reason.</summary>
    public const string SignIn = "sign_in";

    /// <summary>A device was trusted.</summary>
    public const string DeviceTrusted = "device_trusted";

    /// <summary>The host ended all sessions of the user, e.g. with a new password.</summary>
    public const string SessionsEnded = "sessions_ended";

    /// <summary>The trust of a device was revoked.</summary>
    public const string DeviceRevoked = "device_revoked";

    /// <summary>
    /// A device token from before its last rotation was presented, so it was copied. All trust was revoked.
    /// </summary>
    public const string DeviceTokenReplayed = "device_token_replayed";

    /// <summary>An administrator reset the account; the user must enrol at the next sign-in.</summary>
    public const string Reset = "reset";

    /// <summary>
    /// The user was erased: the record is empty, and all earlier events are deleted. This event stays as the tombstone.
    /// </summary>
    public const string Erased = "erased";

    /// <summary>
    /// A record that could not be decrypted or was missing was replaced by a new one. Nothing proves the events before
    /// this one.
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
