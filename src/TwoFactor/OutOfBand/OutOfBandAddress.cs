namespace TwoFactor.Methods;

/// <summary>Where a factor's codes go, or why what the user typed is no address for them.</summary>
public sealed class OutOfBandAddress
{
    private OutOfBandAddress(string? value, string? masked, string? refusal)
    {
        Value = value;
        Masked = masked;
        Refusal = refusal;
    }

    /// <summary>The address in full, in the method's own form; null in a refusal.</summary>
    public string? Value { get; }

    /// <summary>The address as it may be shown; null in a refusal.</summary>
    public string? Masked { get; }

    /// <summary>What is wrong with the input, or null.</summary>
    public string? Refusal { get; }

    /// <summary>An address.</summary>
    /// <param name="value">
    /// The address in full, in a form of the method's own that never changes: codes are bound to it. It is sealed at
    /// rest.
    /// </param>
    /// <param name="masked">The address as it may be shown, e.g. <c>a•••@example.com</c>.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public static OutOfBandAddress Of(string value, string masked)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        ArgumentException.ThrowIfNullOrEmpty(masked);
        return new(value, masked, null);
    }

    /// <summary>Refuses the input.</summary>
    /// <param name="reason">A sentence for the user that says what is wrong with it.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static OutOfBandAddress Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(null, null, reason);
    }

    /// <summary>Shows the masked address, or the refusal.</summary>
    public override string ToString() => Masked ?? Refusal!;
}
