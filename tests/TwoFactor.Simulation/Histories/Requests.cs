using TwoFactor.Email;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation;

/// <summary>What an app hands to the services.</summary>
internal static class Requests
{
    public static FreshProof Proof(Node node) =>
        new() { PasswordVerifiedAt = node.Clock.GetUtcNow(), SecondFactorVerifiedAt = node.Clock.GetUtcNow() };

    public static EnrollmentRequest Totp(Node node, string user) => new() { UserId = user, Proof = Proof(node) };

    public static EnrollmentRequest Sms(Node node, string user, int pick) =>
        new()
        {
            UserId = user,
            Method = SmsFactor.Method,
            Input = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [SmsInput.PhoneNumber] = $"+81901234{5_000 + (pick % 3 * 500)}",
            },
            Proof = Proof(node),
        };

    /// <summary>Three mailboxes, each in three spellings.</summary>
    public static EnrollmentRequest Mail(Node node, string user, int pick) =>
        new()
        {
            UserId = user,
            Method = EmailFactor.Method,
            Input = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [EmailInput.Address] = (pick / 3 % 3) switch
                {
                    0 => $"home{pick % 3}@example.com",
                    1 => $"Ho.me{pick % 3}@example.com",
                    _ => $"home{pick % 3}+codes@Example.com",
                },
            },
            Proof = Proof(node),
        };

    public static EnrollmentRequest Vendor(Node node, string user) =>
        new()
        {
            UserId = user,
            Method = SimVendor.MethodName,
            Proof = Proof(node),
        };

    public static EnrollmentRequest Key(Node node, string user) =>
        new()
        {
            UserId = user,
            Method = WebAuthnFactor.Method,
            Proof = Proof(node),
        };

    public static ResetRequest Reset(string user) =>
        new()
        {
            UserId = user,
            Actor = "admin",
            Reason = "lost the phone",
        };
}
