using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Methods;

/// <summary>A factor as its method made it, before it is stored: its state, and what the user is shown once.</summary>
public sealed class FactorDraft
{
    /// <summary>What the method needs to check codes later; sealed at rest. Null only in a refusal.</summary>
    public byte[]? State { get; init; }

    /// <summary>How many codes the factor holds, for methods that use codes up; null for all others.</summary>
    internal int? UsesLeft { get; init; }

    /// <summary>Where codes are sent, masked for display; null for methods that send nothing.</summary>
    public string? Destination { get; init; }

    /// <summary>
    /// What the client needs to make the authenticator answer, as JSON; null for methods that take a code. Shown at
    /// enrolment and never again.
    /// </summary>
    public string? ClientOptions { get; init; }

    /// <summary>The secret for typing by hand, or null. Shown at enrolment and never again.</summary>
    public string? Secret { get; init; }

    /// <summary>The key URI for the QR code, or null. Shown at enrolment and never again.</summary>
    public string? Uri { get; init; }

    /// <summary>Codes to keep, for methods that hand them out. Shown once and never again.</summary>
    internal IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What is wrong with the input, or null.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether the input was refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(State))]
    public bool IsRefused => Refusal is not null || State is null;

    /// <summary>Refuses the input.</summary>
    /// <param name="reason">A sentence for the user that says what is wrong with it.</param>
    public static FactorDraft Refuse(string reason) => new() { Refusal = reason };

    /// <summary>Shows neither secret nor codes.</summary>
    public override string ToString() => Refusal ?? "a factor's draft (secrets withheld)";
}
