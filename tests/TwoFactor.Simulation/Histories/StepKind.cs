namespace TwoFactor.Simulation;

/// <summary>What users, administrators, attackers, and the machines do.</summary>
internal enum StepKind
{
    Wait,
    VerifyTotp,
    VerifySms,
    VerifyVendor,
    VerifyRecovery,
    VerifyTemporary,
    Guess,
    Replay,
    SignIn,
    ChallengeSms,
    ChallengeVendor,
    Resend,
    EnrollTotp,
    EnrollSms,
    EnrollVendor,
    Confirm,
    Remove,
    Regenerate,
    IssueTemporary,
    Reset,
    Erase,
    EndSessions,
    SetPolicy,
    Receipt,
    Purge,
    Reseal,
    Crash,
    Rotate,
}
