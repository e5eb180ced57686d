using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>A user who gets codes by the toy e-mail method, in a host that has it.</summary>
internal static class EmailUser
{
    public static string LastCode(this Host host) => host.Get<ToyMailer>().LastCode;

    public static Task<EnrollmentResult> BeginEmailAsync(
        this Host host,
        string user = "alice",
        string address = "family@example.com",
        FreshProof? proof = null,
        string? replaces = null
    ) =>
        host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = EmailMethod.MethodName,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { [EmailMethod.Address] = address },
                Proof = proof ?? host.Proof(),
                ReplacesFactorId = replaces,
            }
        );

    public static Task<ConfirmationResult> ConfirmEmailAsync(
        this Host host,
        EnrollmentResult pending,
        string user = "alice"
    ) => host.Enrollment.ConfirmAsync(user, pending.FactorId!, host.LastCode());
}
