namespace TwoFactor.Email;

/// <summary>The names of what a user types to enrol a mailbox, see <see cref="EnrollmentRequest.Input"/>.</summary>
public static class EmailInput
{
    /// <summary>The e-mail address, e.g. <c>alice@example.com</c>.</summary>
    public const string Address = "address";
}
