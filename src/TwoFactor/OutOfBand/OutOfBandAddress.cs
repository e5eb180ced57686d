namespace TwoFactor.Methods;

/// <summary>
/// The address that a factor's codes are sent to, or the reason why the input is not a valid address.
/// </summary>
public sealed class OutOfBandAddress
{
    private OutOfBandAddress(string? value, string? masked, string? refusal)
    {
        Value = value;
        Masked = masked;
        Refusal = refusal;
    }

    /// <summary>The full address, in the method's own form; null in a refusal.</summary>
    public string? Value { get; }

    /// <summary>The masked address for display; null in a refusal.</summary>
    public string? Masked { get; }

    /// <summary>What is wrong with the input, or null.</summary>
    public string? Refusal { get; }

    /// <summary>Accepts an address.</summary>
    /// <param name="value">
    /// The full address, in a canonical form of the method's own. The form must never change, because codes are bound
    /// to it. It is encrypted at rest.
    /// </param>
    /// <param name="masked">The masked address for display, e.g. <c>a•••@example.com</c>.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public static OutOfBandAddress Of(string value, string masked)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        ArgumentException.ThrowIfNullOrEmpty(masked);
        return new(value, masked, null);
    }

    /// <summary>Refuses the input.</summary>
    /// <param name="reason">What is wrong with the input, as a sentence for the user.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static OutOfBandAddress Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(null, null, reason);
    }

    /// <summary>Shows the masked address, or the refusal.</summary>
    public override string ToString() => Masked ?? Refusal!;
}
