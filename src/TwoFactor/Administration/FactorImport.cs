namespace TwoFactor.Administration;

/// <summary>What another system knows of one user's second factor.</summary>
public sealed class FactorImport
{
    /// <summary>The most recovery codes that are taken over.</summary>
    public const int MaxRecoveryCodes = 50;

    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The key URI of the user's authenticator app; null if there is none.</summary>
    public OtpAuthUri? Uri { get; init; }

    /// <summary>
    /// The recovery codes that are not used yet, as the user has them: 6 to 64 letters and digits each, dashes and
    /// spaces aside; at most <see cref="MaxRecoveryCodes"/>. Upper and lower case are one. Empty if there are none.
    /// </summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>
    /// Addresses that the other system had confirmed, by the name of the method here: each with the method's own
    /// inputs, as at an enrolment. The method decides whether it takes them.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Addresses { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the user must be new here: nothing is taken over for a user who has a factor, or whom an administrator
    /// has reset. Default: false.
    /// </summary>
    public bool OnlyIfNew { get; init; }

    /// <summary>The administrator, or the name of the job; 1 to 256 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>Shows neither secret nor codes.</summary>
    public override string ToString() => "a factor's import (secrets withheld)";
}
