using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Methods;

/// <summary>A new factor before it is stored: its state, and what the user is shown once.</summary>
public sealed class FactorDraft
{
    /// <summary>What the method needs to check codes later. It is encrypted at rest. Null only in a refusal.</summary>
    public byte[]? State { get; init; }

    /// <summary>The number of codes left, for methods with single-use codes; null for all others.</summary>
    internal int? UsesLeft { get; init; }

    /// <summary>The address for codes, masked for display; null if the method sends none.</summary>
    public string? Destination { get; init; }

    /// <summary>
    /// What the client needs to make the authenticator answer, as JSON; null for methods with typed codes. Shown at
    /// enrolment and never again.
    /// </summary>
    public string? ClientOptions { get; init; }

    /// <summary>The secret for typing by hand, or null. Shown at enrolment and never again.</summary>
    public string? Secret { get; init; }

    /// <summary>The key URI for the QR code, or null. Shown at enrolment and never again.</summary>
    public string? Uri { get; init; }

    /// <summary>Codes for the user to keep, from methods that hand them out. Shown once and never again.</summary>
    internal IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What is wrong with the input, or null.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether the input was refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(State))]
    public bool IsRefused => Refusal is not null || State is null;

    /// <summary>Refuses the input.</summary>
    /// <param name="reason">What is wrong with the input, as a sentence for the user.</param>
    public static FactorDraft Refuse(string reason) => new() { Refusal = reason };

    /// <summary>Withholds secret and codes.</summary>
    public override string ToString() => Refusal ?? "a factor's draft (secrets withheld)";
}
