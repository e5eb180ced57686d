namespace TwoFactor;

/// <summary>What a user must show, besides the password, to set up the first second factor.</summary>
public enum FirstFactorProof
{
    /// <summary>Nothing: the password is enough. The default.</summary>
    Password = 0,

    /// <summary>
    /// A temporary code that an administrator issued (<see cref="IResetService.IssueTemporaryCodeAsync"/>): whoever
    /// knows the password alone cannot be quicker than its owner. The code is spent by the beginning of the enrolment.
    /// </summary>
    AdministratorCode = 1,
}
